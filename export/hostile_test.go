package export

import (
	"archive/zip"
	"bytes"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// zeroes is endless; nothing packs better.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// bomb packs a part that unfolds to n bytes.
func bomb(t *testing.T, part string, n int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(part)
	if err == nil {
		_, err = io.Copy(w, io.LimitReader(zeroes{}, n))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHostile: files that would take all memory or all day give a sentence, and
// take no more than a few hundred megabytes. The figures are printed.
func TestHostile(t *testing.T) {
	rows := func(row string, n int) []byte {
		if testing.Short() {
			n /= 32
		}
		return []byte(strings.Repeat(row, n))
	}
	const most = 700 << 20
	for name, file := range map[string][]byte{
		"docx that unfolds to 300 MB":    bomb(t, "word/document.xml", 300<<20),
		"xlsx that unfolds to 300 MB":    bomb(t, "xl/workbook.xml", 300<<20),
		"15 MB of headings":              rows("一、总体情况\n", 15<<20/19),
		"15 MB of rows":                  rows("| 自然人 | 商业企业 | 1 |\n", 15<<20/32),
		"15 MB of figures":               rows("1 ", 15<<19),
		"15 MB of one word":              rows("年报", 15<<20/6),
		"15 MB of a csv":                 rows("自然人,1,2,3,4,5,6,7\n", 15<<20/24),
		"nested divisions":               rows("<html><div>", 1<<19),
		"nested tables":                  rows("<html><table><tr><td rowspan=65534 colspan=1000>1", 1<<15),
		"a page of a million rows":       append([]byte("<html><table>"), rows("<tr><td>1", 1<<20)...),
		"JSON in JSON":                   rows(`{"a":`, 1<<20),
		"a pdf of nothing":               rows("%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n", 1<<16),
		"a number of a million digits":   append([]byte("一、本年新收\t"), rows("7", 1<<20)...),
		"labels in one another":          rows("三、本年度办理结果（三）不予公开", 1<<14),
		"an unending table of one label": rows("一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t21\n", 1<<16),
	} {
		t.Run(name, func(t *testing.T) {
			debug.FreeOSMemory()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			x, err := ReadBytes(file, ReadOptions{Year: 2024})
			runtime.ReadMemStats(&after)
			took := int64(after.Sys) - int64(before.Sys)
			switch {
			case err == nil && len(x.Read) > 7:
				t.Errorf("%d cells of nonsense", len(x.Read))
			case err != nil && !strings.ContainsFunc(err.Error(), func(r rune) bool { return r > 0x2e80 }):
				t.Errorf("not a sentence for the operator: %v", err)
			case took > most:
				t.Errorf("%d MB more memory", took>>20)
			}
			t.Logf("%d bytes: %d MB allocated in all, %d MB more of the machine's; %v", len(file), (after.TotalAlloc-before.TotalAlloc)>>20, took>>20, err)
		})
	}
}
