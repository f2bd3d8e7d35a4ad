# The example of viz/R on a result with a liver: its numbers are those of the CSV files, its picture has them,
# and what is not there is refused in words.
#
#     Rscript show_result.R viz/R/show_result.R RESULT_FOLDER
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])
folder <- arguments[2]
close_to <- function(a, b) all(abs(a - b) <= 1e-12 * abs(b) + 1e-9)  # R rounds what it reads from text

listed <- read.csv(file.path(folder, "series.csv"), comment.char = "#")
listed <- listed[listed$state %in% STATES & !is.na(suppressWarnings(as.integer(listed$class))), ]
cells <- series(folder)
for (organ in names(cells)[-1]) {
  rows <- listed[listed$organ == organ, ]
  stopifnot(close_to(cells[[organ]], tapply(rows$value, rows$time_s, sum)), attr(cells, "units")[[organ]] == "cell")
}
table <- segments(folder)
listed <- read.csv(file.path(folder, "segments.csv"), comment.char = "#")
stopifnot(nrow(table) == nrow(listed), length(unique(table$segment)) == 8, table$segment == listed$segment,
          close_to(table$living, listed$living_cells), close_to(table$volume * 1e6, listed$volume_mL),
          attr(table, "units")[["volume"]] == "m3", attr(table, "units")[["living"]] == "cell")

# A page of curves: another for other numbers, none for another version, and words where a level is missing.
draw <- function(from) {
  picture <- tempfile(fileext = ".svg")
  show(from, picture)
  gsub("(surface|glyph|clip)[0-9]+(-[0-9]+)?", "", readLines(picture))  # ids are counted up within one process
}
refusal <- function(action) tryCatch({ action; "" }, error = function(problem) conditionMessage(problem))
changed <- function(edit) {
  copy <- tempfile()
  dir.create(copy)
  file.copy(file.path(folder, "result.h5"), copy)
  file <- H5File$new(file.path(copy, "result.h5"), mode = "r+")
  edit(file)
  file$close_all()
  copy
}
first <- draw(folder)
more <- changed(function(file) {
  set <- file[["liver/segments/segment_8/living"]]
  set[1] <- 2 * set[1]
})
# A segment with few cells is drawn like the others; of one without any the legend says so.
few <- changed(function(file) {
  set <- file[["liver/segments/segment_2/living"]]
  set[] <- 0 * set[] + 0.5
})
drawn <- NULL
trace(graphics::lines, quote(drawn <<- c(drawn, sum(!is.na(..1)))), print = FALSE, where = globalenv())
invisible(draw(few))
untrace(graphics::lines, where = globalenv())
stopifnot(length(drawn) > 8, drawn > 0)
none <- changed(function(file) {
  set <- file[["liver/segments/segment_2/living"]]
  set[] <- 0 * set[]
})
seen <- NULL
trace(graphics::legend, quote(seen <<- c(seen, legend)), print = FALSE, where = globalenv())
invisible(draw(none))
untrace(graphics::legend, where = globalenv())
stopifnot("segment 2: none" %in% seen, "segment 3" %in% seen)
stopifnot(length(first) > 100, identical(draw(changed(function(file) NULL)), first), !identical(draw(more), first))
later <- changed(function(file) h5attr(file, "format_version") <- 7)
stopifnot(grepl("format version 7", refusal(series(later))))
bare <- changed(function(file) file$link_delete("liver"))
stopifnot(grepl("has no level liver; it has: body", refusal(segments(bare)), fixed = TRUE), length(draw(bare)) > 50)
cat(sprintf("R %s: %d organs and 8 segments as in the CSV files, drawn\n", getRversion(), ncol(cells) - 1))
