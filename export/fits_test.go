package export

import "testing"

// TestFitsWindows: what Windows takes for a device or a stream is refused there.
func TestFitsWindows(t *testing.T) {
	for path, fits := range map[string]bool{
		`C:\年报\2025.docx`: true, "年报.docx": true, `C:2025.docx`: true, `\\?\C:\a.docx`: true, "console.docx": true, "COM10.txt": true,
		"con": false, `D:\a\NUL.docx`: false, "Aux.txt": false, `com1\a.docx`: false, "LPT9.pdf": false, "a.docx:b": false, "12:30.docx": false, `C:\a:b\c.docx`: false,
	} {
		if err := fitsWindows(path); (err == nil) != fits {
			t.Errorf("%s: %v", path, err)
		}
	}
}
