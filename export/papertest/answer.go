package papertest

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// AnswerInWord writes an answer into the last cell of the first numbered row of a letter, as
// somebody does in Word.
func AnswerInWord(docx []byte, answer string) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		if f.Name == "word/document.xml" {
			text := string(body)
			row := strings.Index(text, `>1</w:t>`)
			end := row + strings.Index(text[row:], `</w:tr>`)
			at := row + strings.LastIndex(text[row:end], `</w:p>`)
			body = []byte(text[:at] + `<w:r><w:t>` + answer + `</w:t></w:r>` + text[at:])
		}
		w, err := out.Create(f.Name)
		if err == nil {
			_, err = w.Write(body)
		}
		if err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return b.Bytes(), err
}
