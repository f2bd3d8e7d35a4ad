#include "viz/window/egl_window.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>
#include <vtkObjectFactory.h>

#include <string>

namespace cellroute::viz {
namespace {

[[noreturn]] void no_renderer(const std::string& what) {
  throw NoRenderer(
      fmt::format("no OpenGL without a screen: {} failed (EGL error 0x{:x}; Debian: apt-get install libegl1 "
                  "libgl1-mesa-dri)",
                  what, eglGetError()));
}

}  // namespace

struct EglWindow::Context {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLSurface surface = EGL_NO_SURFACE;
  EGLContext context = EGL_NO_CONTEXT;

  ~Context() {
    if (display == EGL_NO_DISPLAY) return;
    eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
    if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
    eglTerminate(display);
  }
};

vtkStandardNewMacro(EglWindow)

    EglWindow::EglWindow()
    : context_(std::make_unique<Context>()) {}

EglWindow::~EglWindow() {
  if (context_->context == EGL_NO_CONTEXT) return;
  EglWindow::MakeCurrent();
  Finalize();
}

void EglWindow::open(int width, int height) {
  Context& c = *context_;
  const auto of_platform =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (of_platform != nullptr)
    c.display = of_platform(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (c.display == EGL_NO_DISPLAY) c.display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
  EGLint major = 0, minor = 0;
  if (eglInitialize(c.display, &major, &minor) == EGL_FALSE) no_renderer("eglInitialize");
  eglBindAPI(EGL_OPENGL_API);
  const EGLint wanted[] = {EGL_SURFACE_TYPE,
                           EGL_PBUFFER_BIT,
                           EGL_RENDERABLE_TYPE,
                           EGL_OPENGL_BIT,
                           EGL_RED_SIZE,
                           8,
                           EGL_GREEN_SIZE,
                           8,
                           EGL_BLUE_SIZE,
                           8,
                           EGL_ALPHA_SIZE,
                           8,
                           EGL_DEPTH_SIZE,
                           24,
                           EGL_NONE};
  EGLConfig config = nullptr;
  EGLint found = 0;
  if (eglChooseConfig(c.display, wanted, &config, 1, &found) == EGL_FALSE || found < 1)
    no_renderer("eglChooseConfig");
  const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
  c.surface = eglCreatePbufferSurface(c.display, config, size);
  const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION,
                            3,
                            EGL_CONTEXT_MINOR_VERSION,
                            2,
                            EGL_CONTEXT_OPENGL_PROFILE_MASK,
                            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                            EGL_NONE};
  c.context = eglCreateContext(c.display, config, EGL_NO_CONTEXT, version);
  if (c.context == EGL_NO_CONTEXT) no_renderer("eglCreateContext");
  SetReadyForRendering(true);
  SetSupportsOpenGL(1);
  SetOwnContext(0);
  SetOffScreenRendering(1);
  SetMultiSamples(0);  // would differ between renderers
  SetSize(width, height);
  MakeCurrent();
  OpenGLInit();
}

void EglWindow::MakeCurrent() {
  const Context& c = *context_;
  eglMakeCurrent(c.display, c.surface, c.surface, c.context);
}

bool EglWindow::IsCurrent() {
  return context_->context != EGL_NO_CONTEXT && eglGetCurrentContext() == context_->context;
}

}  // namespace cellroute::viz
