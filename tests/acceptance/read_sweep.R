# A sweep's table read in R, from both of its files: the same numbers, with their units.
#
#     Rscript read_sweep.R SWEEP_FOLDER
suppressPackageStartupMessages(library(hdf5r))
folder <- commandArgs(trailingOnly = TRUE)[1]
table <- read.csv(file.path(folder, "table.csv"), check.names = FALSE)
file <- H5File$new(file.path(folder, "sweep.h5"), mode = "r")
rows <- h5attr(file, "rows")
stopifnot(nrow(table) == rows, rows > 1)
compared <- 0
for (group in c("axes", "factors", "metrics")) {
  if (!file$exists(group)) next
  for (name in names(file[[group]])) {
    column <- file[[paste(group, name, sep = "/")]]
    units <- h5attr(column, "units")
    values <- column$read()
    head <- if (units == "none") name else sprintf("%s [%s]", name, units)
    stopifnot(head %in% names(table))
    in_csv <- table[[head]]
    same <- if (units == "none") trimws(values) == in_csv else
      ifelse(is.nan(values), is.na(in_csv), abs(values - in_csv) <= 1e-14 * abs(values))  # R rounds what it reads
    stopifnot(all(same))
    compared <- compared + 1
  }
}
stopifnot(compared > 1, all((table$status == "failed") == (file[["status"]]$read() == 1)))
cat(sprintf("R %s: %d rows, %d columns alike in table.csv and sweep.h5\n", getRversion(), rows, compared))
