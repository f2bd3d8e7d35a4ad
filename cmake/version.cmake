# build/generated/version.hpp: the program's version and the commit it was built from.
#
# Included from the root it declares the target that refreshes the header on every build; run with
# `cmake -P` it writes the header, and only when its text changes, so one file recompiles.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(CELLROUTE_VERSION_HEADER ${PROJECT_BINARY_DIR}/generated/version.hpp)
  add_custom_target(cellroute_version
    COMMAND ${CMAKE_COMMAND} -D VERSION=${PROJECT_VERSION} -D SOURCE=${PROJECT_SOURCE_DIR}
            -D HEADER=${CELLROUTE_VERSION_HEADER} -P ${CMAKE_CURRENT_LIST_DIR}/version.cmake
    BYPRODUCTS ${CELLROUTE_VERSION_HEADER}
    COMMENT "Checking the version header")
  return()
endif()

set(commit "")
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${GIT} --no-optional-locks -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT commit)
  set(commit "unknown")
endif()
set(text "#pragma once\n#define CELLROUTE_VERSION \"${VERSION}\"\n#define CELLROUTE_COMMIT \"${commit}\"\n")
set(old "")
if(EXISTS ${HEADER})
  file(READ ${HEADER} old)
endif()
if(NOT text STREQUAL old)
  file(WRITE ${HEADER} "${text}")
endif()
