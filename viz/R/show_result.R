# A result in R: its time courses and, with the liver level, its segments, with their units, and one plot.
#
#     Rscript show_result.R RESULT_FOLDER [PICTURE.pdf|.svg|.png]
#
# Or source() it and call series(folder), segments(folder), show(folder). Needs hdf5r (Debian: r-cran-hdf5r).
suppressPackageStartupMessages(library(hdf5r))

# The result file, of the one version this script knows.
open_result <- function(folder) {
  path <- file.path(folder, "result.h5")
  if (!file.exists(path)) stop(path, ": no such file", call. = FALSE)
  file <- H5File$new(path, mode = "r")
  version <- as.integer(h5attr(file, "format_version"))
  if (version != 1) {
    file$close_all()
    stop(path, ": format version ", version, "; this script reads 1", call. = FALSE)
  }
  file
}

# Is it there? hdf5r's own exists() fails where a folder on the way is missing.
has <- function(file, path) tryCatch(file$exists(path), error = function(problem) FALSE)

# One dataset: its values with attributes `units` and `about`. hdf5r turns rows into columns: classes x times.
read_array <- function(file, path) {
  if (!has(file, path)) stop("no dataset ", path, call. = FALSE)
  values <- file[[path]]$read()
  if (is.character(values)) values <- trimws(values)
  structure(values, units = h5attr(file[[path]], "units"), about = h5attr(file[[path]], "long_name"))
}

STATES <- c("circulating", "trapped", "adherent", "homed", "depot")

# Living cells by organ over time, all classes and states, as a data frame; `units` of its columns as attribute.
series <- function(folder) {
  file <- open_result(folder)
  on.exit(file$close_all())
  table <- data.frame(time = as.vector(read_array(file, "body/time")))
  units <- c(time = attr(read_array(file, "body/time"), "units"))
  for (organ in read_array(file, "body/organs")) {
    table[[organ]] <- 0
    for (state in STATES) {
      cells <- read_array(file, paste("body", organ, state, sep = "/"))
      table[[organ]] <- table[[organ]] + colSums(matrix(cells, ncol = nrow(table)))
    }
    units[organ] <- attr(cells, "units")
  }
  structure(table, units = units)
}

# Living cells, volume and flow of the liver's eight Couinaud segments, a row for each segment and time.
segments <- function(folder) {
  file <- open_result(folder)
  on.exit(file$close_all())
  if (!has(file, "liver/segments")) {
    levels <- Filter(function(level) has(file, level), c("body", "liver", "lobule"))
    stop(folder, ": has no level liver; it has: ", paste(levels, collapse = ", "), call. = FALSE)
  }
  times <- as.vector(read_array(file, "liver/time"))
  names <- c("living", "trapped", "volume", "portal_flow", "arterial_flow")
  rows <- lapply(names(file[["liver/segments"]]), function(segment) {
    columns <- lapply(names, function(name) as.vector(read_array(file, paste("liver/segments", segment, name, sep = "/"))))
    data.frame(segment = segment, time = times, setNames(columns, names))
  })
  of_first <- function(name) attr(read_array(file, paste0("liver/segments/segment_1/", name)), "units")
  structure(do.call(rbind, rows), units = c(segment = "none", time = "s", sapply(names, of_first)))
}

# Living cells of the body by organ over time and, with a liver, by segment: one page.
show <- function(folder, picture = "") {
  cells <- series(folder)
  file <- open_result(folder)
  title <- h5attr(file[["scenario"]], "title")
  with_liver <- has(file, "liver/segments")
  file$close_all()
  if (grepl("[.]svg$", picture)) svg(picture, 8, 4.5 * (1 + with_liver))
  else if (grepl("[.]png$", picture)) png(picture, 8, 4.5 * (1 + with_liver), "in", res = 150, type = "cairo")
  else if (nzchar(picture)) pdf(picture, 8, 4.5 * (1 + with_liver))
  par(mfrow = c(1 + with_liver, 1), mar = c(4, 6, 3, 8), las = 1)
  lines_over_time(cells$time, cells[-1], title, attr(cells, "units")[["lung"]])
  if (with_liver) {
    table <- segments(folder)
    by_segment <- data.frame(split(table$living, table$segment))
    names(by_segment) <- sub("_", " ", names(by_segment))
    lines_over_time(unique(table$time), by_segment, "Living cells in the segments of the liver",
                    attr(table, "units")[["living"]])
  }
  if (nzchar(picture)) invisible(dev.off())
}

# Curves over time, both axes logarithmic, over five decades or as many as it takes to see each curve's highest
# value; what has no cells at any time is said to have none.
lines_over_time <- function(seconds, columns, title, unit) {
  highest <- max(unlist(columns))
  colours <- hcl.colors(length(columns), "Dark 3")
  peaks <- sapply(columns, max)
  if (!any(peaks > 0)) stop("no living cells at any time", call. = FALSE)
  lowest <- max(min(unlist(columns)[unlist(columns) > 0]), min(highest * 1e-5, peaks[peaks > 0] / 2))
  shown <- lapply(columns, function(values) ifelse(values < lowest, NA, values))
  hours <- seconds / 3600
  plot(range(hours), c(lowest, highest), type = "n", log = "xy", main = title, axes = FALSE,
       xlab = "time since the start", ylab = "")
  title(ylab = paste0("living cells [", unit, "]"), line = 4)
  powers <- 10^seq(ceiling(log10(lowest)), floor(log10(highest)))
  axis(2, at = powers, labels = parse(text = paste0("10^", log10(powers))))
  box()
  ticks <- c("1 min" = 1 / 60, "5 min" = 1 / 12, "20 min" = 1 / 3, "1 h" = 1, "6 h" = 6, "24 h" = 24,
             "3 d" = 72, "10 d" = 240, "30 d" = 720)
  axis(1, at = ticks, labels = names(ticks))
  for (index in seq_along(shown)) {
    lines(hours, shown[[index]], col = colours[index], type = "o", pch = index)
  }
  legend("left", inset = 1.02, xpd = TRUE, bty = "n", legend = paste0(names(columns), ifelse(peaks > 0, "", ": none")), col = colours,
         lty = 1, pch = seq_along(columns))
}

if (sys.nframe() == 0) {  # started as a program
  arguments <- commandArgs(trailingOnly = TRUE)
  if (!length(arguments) %in% 1:2) stop("usage: Rscript show_result.R RESULT_FOLDER [PICTURE.pdf|.svg|.png]", call. = FALSE)
  cells <- series(arguments[1])
  cat("living cells by organ [", attr(cells, "units")[["lung"]], "], time [", attr(cells, "units")[["time"]], "]\n", sep = "")
  print(cells, digits = 4)
  if (length(arguments) == 2) show(arguments[1], arguments[2])
}
