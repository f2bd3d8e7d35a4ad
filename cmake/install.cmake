# An installed program finds its library beside itself: bin/cellroute, share/cellroute/library. Python finds its
# module in share/cellroute/python.
include(GNUInstallDirs)
install(DIRECTORY configs/library configs/scenarios configs/validation
  DESTINATION ${CMAKE_INSTALL_DATADIR}/cellroute)
install(FILES data/biodistribution.csv DESTINATION ${CMAKE_INSTALL_DATADIR}/cellroute/data)
install(FILES viz/python/cellroute.py DESTINATION ${CMAKE_INSTALL_DATADIR}/cellroute/python)
install(FILES README.md LICENSE CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
