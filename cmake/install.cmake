# An installed program finds its library beside itself: bin/cellroute, share/cellroute/library.
include(GNUInstallDirs)
install(DIRECTORY configs/library configs/scenarios configs/validation
  DESTINATION ${CMAKE_INSTALL_DATADIR}/cellroute)
install(FILES data/biodistribution.csv DESTINATION ${CMAKE_INSTALL_DATADIR}/cellroute/data)
install(FILES README.md LICENSE CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
