include(GNUInstallDirs)
install(DIRECTORY configs/library DESTINATION ${CMAKE_INSTALL_DATADIR}/cellroute)
