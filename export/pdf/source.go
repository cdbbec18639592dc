package pdf

import (
	"nianbao/export/pdf/scan"
	"nianbao/export/source"
)

// Source reads a PDF file, whoever wrote it: paragraphs and tables by where
// their characters and lines stand. Its errors are Chinese sentences for the
// operator.
func Source(data []byte) (*source.Document, error) { return scan.Source(data) }
