// Decompositions of small dense matrices, compiled once for all that ask for them.
#pragma once

#include <Eigen/Core>

namespace cellroute::numerics {

/// Of a symmetric matrix; values ascend, vectors are columns of norm 1.
struct Eigenpairs {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
Eigenpairs symmetric_eigenpairs(const Eigen::MatrixXd& matrix);

/// M = left diag(sigma) right^T by Jacobi rotations; sigma descends. `left` has as many columns as sigma has
/// numbers, `right` too unless it is wanted square: then the null space of M is in its last ones.
struct SingularParts {
  Eigen::MatrixXd left, right;
  Eigen::VectorXd sigma;
};
SingularParts singular_parts(const Eigen::MatrixXd& matrix, bool square_right);

}  // namespace cellroute::numerics
