package export

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/export/tooltest"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/ledger"
)

// longLedger writes a workbook of n applications with 16 columns, texts shared as Excel has them.
func longLedger(t testing.TB, path string, n int) {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	heads := []any{"序号", "登记号", "收到日期", "申请人", "申请人类型", "申请方式", "申请内容", "是否补正", "是否延期", "答复日期", "答复类型", "答复文号", "送达方式", "是否复议", "是否诉讼", "备注"}
	if err := f.SetSheetRow("Sheet1", "A1", &heads); err != nil {
		t.Fatal(err)
	}
	kinds, outcomes := []string{"公民", "企业", "村委会", "律师事务所"}, []string{"予以公开", "部分公开", "不予公开（第三方）", "信息不存在", "信访", "重复申请"}
	for i := range n {
		day := 45658 + i%340
		row := []any{i + 1, fmt.Sprintf("2025-%05d", i+1), day, fmt.Sprintf("申请人%d", i), kinds[i%len(kinds)], "网上", fmt.Sprintf("第%d号地块的征收批文、勘测定界图和补偿安置方案", i), "否", "否", day + 15,
			outcomes[i%len(outcomes)], fmt.Sprintf("〔2025〕%d号", i+1), "邮寄", "否", "否", ""}
		if err := f.SetSheetRow("Sheet1", cellref.At(i+2, 1).String(), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, col := range []string{"C", "J"} {
		if err := f.SetCellStyle("Sheet1", col+"2", fmt.Sprintf("%s%d", col, n+1), style); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// peak runs something and is the time that it takes and the most that the heap grows by.
func peak(t testing.TB, do func() error) (took time.Duration, bytes uint64) {
	t.Helper()
	debug.FreeOSMemory()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	begin := time.Now()
	err := do()
	took = time.Since(begin)
	close(stop)
	<-stopped
	if err != nil {
		t.Fatal(err)
	}
	return took, most.Load() - min(before.HeapInuse, most.Load())
}

// TestLedgerSize: a ledger of ten thousand applications, as excelize and as LibreOffice save it, beside
// what it takes excelize to go through its rows.
func TestLedgerSize(t *testing.T) {
	n := 1_000
	if os.Getenv("NIANBAO_LONG") != "" {
		n = 10_000
	}
	dir := t.TempDir()
	own := filepath.Join(dir, "own", "台账.xlsx")
	if err := os.Mkdir(filepath.Dir(own), 0o700); err != nil {
		t.Fatal(err)
	}
	longLedger(t, own, n)
	files := map[string]string{"excelize": own}
	tooltest.Need(t, "soffice")
	tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", dir, own)
	files["LibreOffice"] = filepath.Join(dir, "台账.xlsx")
	for maker, path := range files {
		t.Run(maker, func(t *testing.T) {
			theirs, theirHeap := peak(t, func() error {
				f, err := excelize.OpenFile(path)
				if err != nil {
					return err
				}
				rows, err := f.Rows(f.GetSheetName(0))
				if err != nil {
					return err
				}
				for rows.Next() {
					if _, err := rows.Columns(); err != nil {
						return err
					}
				}
				if err := rows.Close(); err != nil {
					return err
				}
				return f.Close()
			})
			var b *ledger.Book
			ours, heap := peak(t, func() (err error) {
				b, err = Ledger(path)
				return err
			})
			begin := time.Now()
			c := ledger.NewWords(model.Form2021).Count(b, ledger.Mapping{}, ledger.Options{Year: 2025, On: "2026-03-01"})
			counted := time.Since(begin)
			if len(b.Rows) != n || len(c.Placed) != n {
				t.Errorf("%d of %d rows are read, %d count: %v", len(b.Rows), n, len(c.Placed), c.Questions)
			}
			t.Logf("%d rows: %v, %d MB; excelize's Rows: %v, %d MB; ratio %.2f; counted in %v", n, ours, heap>>20, theirs, theirHeap>>20, float64(ours)/float64(theirs), counted)
		})
	}
}
