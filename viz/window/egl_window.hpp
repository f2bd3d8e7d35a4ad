// A VTK window without a screen: OpenGL by EGL, in Mesa's software when there is no graphics card.
#pragma once

#include <vtkGenericOpenGLRenderWindow.h>

#include <memory>
#include <stdexcept>

namespace cellroute::viz {

/// No OpenGL can be had; the text says what was tried and what to install.
struct NoRenderer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Debian's VTK 9.1 knows X windows alone. This one brings its own context, on no surface of any screen.
class EglWindow : public vtkGenericOpenGLRenderWindow {
 public:
  static EglWindow* New();
  vtkTypeMacro(EglWindow, vtkGenericOpenGLRenderWindow) EglWindow(const EglWindow&) = delete;
  EglWindow& operator=(const EglWindow&) = delete;

  /// Makes the context. @throws NoRenderer
  void open(int width, int height);
  void MakeCurrent() override;
  bool IsCurrent() override;
  void Frame() override {}

 protected:
  EglWindow();
  ~EglWindow() override;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace cellroute::viz
