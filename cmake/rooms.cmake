# A room is a folder that becomes one library: every .cpp in it, linked to the rooms it may see.
#
#     add_room(<name> [LINKS <rooms and libraries>])
set(computing_rooms models numerics body lobule liver)  # where a run spends its time
function(add_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)  # a room of headers alone is still a library that others can link
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/headers_only.cpp)
    file(CONFIGURE OUTPUT ${sources} CONTENT "")
  endif()
  add_library(cellroute_${name} STATIC ${sources})
  target_link_libraries(cellroute_${name} PUBLIC cellroute_flags ${ROOM_LINKS})
  if(name IN_LIST computing_rooms)
    set_target_properties(cellroute_${name} PROPERTIES CELLROUTE_COMPUTES ON)
  endif()
endfunction()
