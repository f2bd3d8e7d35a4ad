// Debian's GLEW is built for X: it loads all of OpenGL and then says that there is no display, which VTK
// takes for a failure. This goes in front of it, in the program itself, and lets that one complaint pass.
#include <dlfcn.h>
#include <vtkVersion.h>

#if VTK_VERSION_NUMBER < VTK_VERSION_CHECK(9, 4, 0)  // later ones bring their own EGL

extern "C" __attribute__((visibility("default"))) unsigned int glewInit() {
  constexpr unsigned int no_version = 1, no_glx_display = 4;
  static const auto real = reinterpret_cast<unsigned int (*)()>(dlsym(RTLD_NEXT, "glewInit"));
  const unsigned int answer = real == nullptr ? no_version : real();
  return answer == no_glx_display ? 0 : answer;
}

#endif
