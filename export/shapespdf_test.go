package export

var pdfShapes []shape
