package backend

import "fmt"

// Folder is where a store is kept: it opens the store, and looks after one that
// can't be used.
type Folder interface {
	Open() (Store, error)
	// Examine reads all of the store and its copies, and changes nothing.
	Examine() (Health, error)
	// Mend makes a new store of what can be read of a damaged one.
	Mend() (Mended, error)
	// UseCopy puts the newest daily copy that can be read in a damaged store's place.
	UseCopy() (Mended, error)
}

// Health is what state a store is in. What is wrong are Chinese sentences, "" for
// nothing.
type Health struct {
	Path    string         `json:"path"`
	Size    int64          `json:"size"` // in bytes
	Well    bool           `json:"well"`
	Problem string         `json:"problem"` // why the store can't be used as it is
	Gone    bool           `json:"gone"`    // there is no file, and daily copies hold reports
	Reports []ReportHealth `json:"reports"`
	Copies  []CopyHealth   `json:"copies"`  // the daily copies, the newest first
	Notices []string       `json:"notices"` // what else its users should know
	AtWork  []string       `json:"at_work"` // who has a report open
	Salvage *Mended        `json:"salvage"` // what mending would come to; nil where there is nothing to mend
}

// ReportHealth is the state of one report.
type ReportHealth struct {
	Report   string `json:"report"`
	Revision int    `json:"revision"`
	Wrong    string `json:"wrong"`
}

// CopyHealth is the state of a daily copy.
type CopyHealth struct {
	Day     string `json:"day"`  // 2026-01-31
	Made    string `json:"made"` // 2026-01-31 15:04
	Path    string `json:"path"`
	Reports int    `json:"reports"`
	Problem string `json:"problem"`
}

// Mended is what became of a damaged store.
type Mended struct {
	Kept    string            `json:"kept"`    // where the damaged file is now; "" where there was none
	Whole   []string          `json:"whole"`   // reports whose last revision was saved
	Older   []string          `json:"older"`   // reports of which an older revision was
	Missing []string          `json:"missing"` // reports of which nothing but the name was found
	Changed map[string]string `json:"changed"` // when the reports were saved as they were found, 2026-01-31 15:04
	Copied  string            `json:"copied"`  // the time of the daily copy that was put in the store's place; "" where it was mended
	Short   bool              `json:"short"`   // the file's end is missing: there may have been more
	// Relisted are the reports whose line in the list was made anew, or would be, where
	// nothing else was wrong.
	Relisted []string `json:"relisted"`
}

// GoodCopy is the newest daily copy that can be read, and holds something where the
// store is gone; nil for none.
func (h *Health) GoodCopy() *CopyHealth {
	for i := range h.Copies {
		if c := &h.Copies[i]; c.Problem == "" && (c.Reports > 0 || !h.Gone) {
			return &h.Copies[i]
		}
	}
	return nil
}

// Nothing reports that no report was found, nor the name of one.
func (m *Mended) Nothing() bool { return len(m.Whole)+len(m.Older)+len(m.Missing) == 0 }

// Reports says in Chinese, a line each, what became of each report, or would.
func (m *Mended) Reports() (lines []string) {
	line := func(says, dated string, names []string) {
		for _, name := range names {
			says := says
			if at := m.Changed[name]; at != "" && dated != "" {
				says = fmt.Sprintf(dated, at)
			}
			lines = append(lines, fmt.Sprintf("%s：%s", name, says))
		}
	}
	line("读不出来了", "", m.Missing)
	if m.Copied != "" {
		line("备份里的", "备份里的，%s 存的", m.Older)
	} else {
		line("只有较早的一稿（请核对最近改过的地方）", "只有较早的一稿，%s 存的（那以后改的请再核对）", m.Older)
	}
	line("完整", "完整，最后存于 %s", m.Whole)
	return lines
}

// Lost says in Chinese that there may have been more; "" where that is not so.
func (m *Mended) Lost() string {
	switch {
	case len(m.Whole) == 0 && m.Copied == "":
		return "这个文件里没有读出完整的报告：数据也许在别的文件夹或别的备份里，请先找一找"
	case !m.Short:
		return ""
	}
	return "数据文件的末尾或目录坏了：可能还有报告没有列出来，列为完整的也可能不是最后一稿，请和别的备份核对"
}

// Count says in Chinese how many reports were saved, or would be.
func (m *Mended) Count() string {
	if len(m.Relisted) > 0 {
		return fmt.Sprintf("报告都完好，重建列表里的 %d 行", len(m.Relisted))
	}
	if m.Copied != "" {
		return fmt.Sprintf("换成了 %s 的每日备份，有 %d 份报告；那以后改的不在里面", m.Copied, len(m.Older))
	}
	return fmt.Sprintf("完整 %d 份，只有较早一稿的 %d 份，读不出来的 %d 份", len(m.Whole), len(m.Older), len(m.Missing))
}
