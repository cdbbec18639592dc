//go:build unix

package endtoend

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist/boltfile"
)

// TestRestoreAndDiffOfRevisions: an old revision is looked at, compared, and
// brought back as a new one.
func TestRestoreAndDiffOfRevisions(t *testing.T) {
	dir := newReport(t)
	for _, n := range []string{"5", "6"} {
		if _, errs, code := shell(t, dir, "set", "某某镇", received+"="+n); code != 0 {
			t.Fatal(errs)
		}
	}
	out, _, code := shell(t, dir, "diff", "某某镇@2", "某某镇")
	if code != 0 || !strings.Contains(out, "甲 5，乙 6") || !strings.Contains(out, "共 2 格") {
		t.Errorf("diff ends with %d:\n%s", code, out)
	}
	if out, _, code := shell(t, dir, "restore", "某某镇", "--rev", "2", "--dry-run"); code != 0 || !strings.Contains(out, "6 → 5") || !strings.Contains(out, "没有保存") {
		t.Errorf("a try ends with %d:\n%s", code, out)
	}
	var done map[string]any
	decode(t, &done, dir, "restore", "某某镇", "--rev", "2", "--reason", "改错了", "--json")
	if done["revision"] != 4.0 || done["changes"] != 1.0 {
		t.Errorf("restore --json: %v", done)
	}
	if out, _, _ := shell(t, dir, "diff", "某某镇@2", "某某镇"); !strings.Contains(out, "都相同") {
		t.Errorf("after that they differ:\n%s", out)
	}
	if out, _, _ := shell(t, dir, "log", "某某镇"); !strings.Contains(out, "恢复到第 2 稿") || !strings.Contains(out, "改错了") {
		t.Errorf("the log does not say so:\n%s", out)
	}
	for _, args := range [][]string{{"--rev", "99"}, {"--rev", "4"}, {}, {"--rev", "x"}} {
		if out, errs, code := shell(t, dir, append([]string{"restore", "某某镇"}, args...)...); code != 2 || errs == "" {
			t.Errorf("restore %v ends with %d: %s%s", args, code, out, errs)
		}
	}
}

// TestLogCannotBeForged: a reason is one line, and so is an entry of the log, whatever
// an older program has stored.
func TestLogCannotBeForged(t *testing.T) {
	dir := newReport(t)
	const forged = "漏登\r\n第 9 稿  2026-01-05 09:00:00  局长  修改\u2028\x1b[1A第 8 稿\U000e0041"
	if _, errs, code := shell(t, dir, "set", "某某镇", received+"=5", "--reason", forged); code != 0 {
		t.Fatal(errs)
	}
	if _, errs, code := shell(t, dir, "restore", "某某镇", "--rev", "1", "--reason", forged); code != 0 {
		t.Fatal(errs)
	}
	if _, errs, code := shell(t, dir, "set", "某某镇", received+"=6", "--reason", strings.Repeat("长", 301)); code != 2 || !strings.Contains(errs, "300") {
		t.Errorf("a reason without end: %d, %s", code, errs)
	}
	s, err := boltfile.Open(dir, model.Actor{User: "clerk\n第 7 稿"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Load("某某镇人民政府-2025")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(r, []model.Edit{{Label: "修改\n第 6 稿", Reason: forged}}); err != nil {
		t.Fatal(err)
	}
	out, _, _ := shell(t, dir, "log", "某某镇")
	if n := strings.Count("\n"+out, "\n第 "); n != 4 || strings.Contains(out, "\U000e0041") {
		t.Errorf("%d entries instead of 4:\n%s", n, out)
	}
	if out, _, _ = shell(t, dir, "log", "某某镇", "--json"); strings.Count(out, `漏登\r`) != 1 {
		t.Errorf("the reasons were stored as they came:\n%s", out)
	}
}

// TestUndelete: a deleted report comes back under its name, or under a changed one
// where that was taken meanwhile; a name that does not fit is told what there is.
func TestUndelete(t *testing.T) {
	dir := newReport(t)
	if _, errs, code := shell(t, dir, "undelete", "某某镇"); code != 2 || !strings.Contains(errs, "没有已删除的报告") {
		t.Errorf("with nothing in the trash it ends with %d: %s", code, errs)
	}
	s, err := boltfile.Open(dir, model.Actor{User: "王芳"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err == nil {
		err = s.Delete(list[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, errs, code := shell(t, dir, "undelete", "侯集镇"); code != 2 || !strings.Contains(errs, list[0].Report+"（") || !strings.Contains(errs, "王芳删除") {
		t.Errorf("another's name ends with %d: %s", code, errs)
	}
	if _, errs, code := shell(t, dir, "new", "--unit", list[0].Unit, "--year", "2025"); code != 0 {
		t.Fatal(errs)
	}
	var done map[string]any
	decode(t, &done, dir, "undelete", "某某镇", "--json")
	if done["report"] != "某某镇人民政府（恢复）-2025" || done["revision"] != 2.0 {
		t.Errorf("a name that was taken: %v", done)
	}
	if r, err := s.Load("某某镇人民政府（恢复）-2025"); err != nil || r.ID != list[0].ID {
		t.Errorf("another was brought back: %v %v", r, err)
	}
	taken, err := s.Load(list[0].Report)
	if err == nil {
		err = s.Delete(taken.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	decode(t, &done, dir, "undelete", "某某镇", "--json")
	if done["report"] != list[0].Report || done["revision"] != 1.0 {
		t.Errorf("undelete --json: %v", done)
	}
	if r, err := s.Load(list[0].Report); err != nil || r.ID != taken.ID {
		t.Errorf("not the one that was deleted last: %v %v", r, err)
	}
}

// TestBackupAndDoctor: a copy is a store; a damaged store is mended, and kept.
func TestBackupAndDoctor(t *testing.T) {
	dir := newReport(t)
	if out, errs, code := shell(t, dir, "doctor"); code != 0 || !strings.Contains(out, "完好，1 份报告") {
		t.Fatalf("doctor of a good store ends with %d:\n%s%s", code, out, errs)
	}
	elsewhere := t.TempDir()
	if _, errs, code := shell(t, dir, "backup", "-o", filepath.Join(elsewhere, "nianbao.db")); code != 0 {
		t.Fatal(errs)
	}
	if out, _, _ := shell(t, elsewhere, "list"); !strings.Contains(out, "某某镇人民政府") {
		t.Errorf("the copy has no report:\n%s", out)
	}
	store := filepath.Join(dir, "nianbao.db")
	if _, errs, code := shell(t, dir, "backup", "-o", store); code == 0 || errs == "" {
		t.Error("a store was copied over itself")
	}
	mine := filepath.Join(elsewhere, "mine.docx")
	write(t, mine, []byte("PK"))
	if _, errs, code := shell(t, dir, "backup", "-o", mine); code != 2 || !strings.Contains(errs, "--overwrite") {
		t.Errorf("somebody's file is there: %d, %s", code, errs)
	}
	if _, errs, code := shell(t, dir, "backup", "-o", mine, "--overwrite"); code != 0 {
		t.Error(errs)
	}
	data, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	copy(data[2*page:], make([]byte, page)) // the freelist, or a page of a tree
	copy(data[3*page:], make([]byte, page))
	if err := os.WriteFile(store, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := shell(t, dir, "list"); code != 3 || !strings.Contains(errs, "doctor --mend") {
		t.Errorf("a damaged store: %d, %s", code, errs)
	}
	if out, _, code := shell(t, dir, "doctor"); code != 3 || !strings.Contains(out, "doctor --mend") {
		t.Errorf("doctor ends with %d:\n%s", code, out)
	}
	if out, _, code := shell(t, t.TempDir(), "doctor", "--data", dir); code != 3 || !strings.Contains(out, `doctor --mend --data "`+dir+`"`) {
		t.Errorf("the folder was named, and doctor says with %d:\n%s", code, out)
	}
	if again, err := os.ReadFile(store); err != nil || string(again) != string(data) {
		t.Error("doctor changed the file without being asked")
	}
	out, errs, code := shell(t, dir, "doctor", "--mend")
	if code != 1 || !strings.Contains(out, "某某镇人民政府-2025：只有较早的一稿") { // its place in the list is lost
		t.Errorf("mending ends with %d:\n%s%s", code, out, errs)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "nianbao-损坏-*.db"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("the damaged file is at %v", kept)
	}
	if was, err := os.ReadFile(kept[0]); err != nil || string(was) != string(data) {
		t.Error("the damaged file was not kept as it was")
	}
	if out, _, code := shell(t, dir, "list"); code != 0 || !strings.Contains(out, "某某镇人民政府") {
		t.Errorf("list ends with %d:\n%s", code, out)
	}
}
