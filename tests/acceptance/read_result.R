# A result file read in R with hdf5r: the cells balance when added up here.
#
#     Rscript read_result.R RESULT_FOLDER
suppressPackageStartupMessages(library(hdf5r))
folder <- commandArgs(trailingOnly = TRUE)[1]
file <- H5File$new(file.path(folder, "result.h5"), mode = "r")
read <- function(path) file[[path]]$read()

organs <- trimws(read("body/organs"))
dose <- read("body/dose")
cells <- function(organ, state) colSums(read(paste("body", organ, state, sep = "/")))  # R turns rows into columns
living <- 0
lost <- 0
for (organ in organs) {
  for (state in c("circulating", "trapped", "adherent", "homed", "depot")) living <- living + cells(organ, state)
  lost <- lost + cells(organ, "lost")
}
off <- max(abs(colSums(read("balance/infused")) - living - lost)) / dose
stopifnot(length(organs) > 5, dose > 0, length(living) == length(read("body/time")), off <= 1e-12)

unit <- h5attr(file[["body/lung/trapped"]], "units")
series <- read.csv(file.path(folder, "series.csv"), comment.char = "#")
stopifnot(unit == "cell", nrow(series) > 0)
cat(sprintf("R %s: %d organs, %d times, balance within %.1e of the dose\n",
            getRversion(), length(organs), length(living), off))
