#include "sim/numerics/statistics/decompositions.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

namespace cellroute::numerics {

Eigenpairs symmetric_eigenpairs(const Eigen::MatrixXd& matrix) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

SingularParts singular_parts(const Eigen::MatrixXd& matrix, bool square_right) {
  const unsigned right = square_right ? Eigen::ComputeFullV : Eigen::ComputeThinV;
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(matrix, Eigen::ComputeThinU | right);
  return {svd.matrixU(), svd.matrixV(), svd.singularValues()};
}

}  // namespace cellroute::numerics
