//go:build linux

package endtoend

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"nianbao/export"
)

// BenchmarkReadPages is `import --dry-run` of a folder of 1,000 web pages of some
// 60 kB, the whole process: pages a second, and the most memory that it had.
func BenchmarkReadPages(b *testing.B) {
	const n = 1000
	dir, folder := b.TempDir(), b.TempDir()
	for i := range n {
		r := finished(fmt.Sprintf("第%d县人民政府", i), 2025, 9)
		r.Text["1"] += "\n" + strings.Repeat("（三）政府信息管理。对公开目录逐月核对，全年更新栏目12个，发布解读21条，组织培训2次。\n", 12)
		var page bytes.Buffer
		if _, err := export.Write(&page, "html", r, export.Options{}); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.html", i)), page.Bytes(), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for _, procs := range []string{"1", "2"} {
		b.Run("procs="+procs, func(b *testing.B) {
			most := int64(0)
			for b.Loop() {
				c := command(dir, "import", folder, "--dry-run")
				c.Env = append(c.Env, "GOMAXPROCS="+procs)
				var progress bytes.Buffer
				c.Stderr = &progress
				if _, err := c.Output(); err != nil || !strings.HasSuffix(progress.String(), "1000/1000\n") {
					b.Fatalf("%v, %q", err, progress.String())
				}
				if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
					most = max(most, usage.Maxrss) // in kilobytes
				}
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
			b.ReportMetric(float64(most)/1024, "MB")
		})
	}
}
