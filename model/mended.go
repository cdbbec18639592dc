package model

import "fmt"

// ReportHealth is the state of one report in the store. What is wrong is a Chinese
// sentence, "" for nothing; Line: with its line in the list only.
type ReportHealth struct {
	Report   string `json:"report"`
	Revision int    `json:"revision"`
	Wrong    string `json:"wrong"`
	Line     bool   `json:"-"`
}

// Mended is what became of a damaged store, or would.
type Mended struct {
	Kept    string            `json:"kept"`    // where the damaged file is now; "" where there was none
	Whole   []string          `json:"whole"`   // reports whose last revision was saved
	Older   []string          `json:"older"`   // reports of which an older revision was found, or a daily copy's
	Missing []string          `json:"missing"` // reports of which nothing but the name was found
	Changed map[string]string `json:"changed"` // when the reports were saved as they were found, 2026-01-31 15:04; none where nobody knows
	Copied  string            `json:"copied"`  // the time of the daily copy that was put in the store's place; "" where it was mended
	Short   bool              `json:"short"`   // the file's end is missing: there may have been more
	// Relisted are the reports whose line in the list was made anew, or would be, where
	// nothing else was wrong.
	Relisted []string `json:"relisted"`
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
	line("无法读取", "", m.Missing)
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
		return "这个文件里没有读出完整的报告：数据也许在其他文件夹或其他备份里，请先找一找"
	case !m.Short:
		return ""
	}
	return "数据文件的末尾或目录坏了：可能还有报告没有列出来，列为完整的也可能不是最后一稿，请和其他备份核对"
}

// Count says in Chinese how many reports were saved, or would be.
func (m *Mended) Count() string {
	if len(m.Relisted) > 0 {
		return fmt.Sprintf("报告都完好，重建列表里的 %d 行", len(m.Relisted))
	}
	if m.Copied != "" {
		return fmt.Sprintf("换成了 %s 的每日备份，有 %d 份报告；那以后改的不在里面", m.Copied, len(m.Older))
	}
	return fmt.Sprintf("完整 %d 份，只有较早一稿的 %d 份，无法读取的 %d 份", len(m.Whole), len(m.Older), len(m.Missing))
}
