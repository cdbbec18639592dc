package ledger

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"nianbao/export/source"
	"nianbao/model/ledger"
)

var (
	fullDate  = source.Expression(`(20[0-9]{2})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?`)
	solidDate = source.Expression(`^(20[0-9]{2})([0-9]{2})([0-9]{2})$`)
	serial    = source.Expression(`^([3-6][0-9]{4})(\.[0-9]+)?$`)
	monthDay  = source.Expression(`^([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?$`)
	dayOnly   = source.Expression(`^([0-9]{1,2})\s*日$`)
	timeOfDay = source.Expression(`[\sT]*([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?|上午|下午)\s*$`)
	anyYear   = source.Expression(`(20[0-9]{2})(?:\s*年|[^0-9]|$)`)
	anyMonth  = source.Expression(`(?:^|[^0-9])([0-9]{1,2})\s*月`)
)

// parseDay reads a day as people write it; year and month are those that the sheet speaks of, 0
// for none. Why says what is wrong, "" for nothing.
func parseDay(text string, year, month int) (day ledger.Day, why string) {
	t := timeOfDay().ReplaceAllString(strings.TrimSpace(western(text)), "")
	switch t {
	case "", "-", "/", "—", "无", "--":
		return "", ""
	}
	if all := fullDate().FindAllStringSubmatchIndex(t, -1); len(all) > 1 {
		return "", "里面有两个日期"
	}
	if m := fullDate().FindStringSubmatch(t); m != nil {
		if rest := strings.Trim(strings.Replace(t, m[0], "", 1), " ，,。.号"); rest != "" {
			return "", "除了日期还有别的字"
		}
		return dayOf(m[1], m[2], m[3])
	}
	if m := solidDate().FindStringSubmatch(t); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if m := serial().FindStringSubmatch(t); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return "", "不是日期"
		}
		return ledger.Day(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)), ""
	}
	if m := monthDay().FindStringSubmatch(t); m != nil {
		tens := strings.Contains(t, ".") && len(m[2]) == 1 && m[2] <= "3" // a spreadsheet makes 1.1 of 1.10
		switch {
		case year == 0:
			return "", "没有写年份，表名、标题里也没有"
		case tens:
			return "", fmt.Sprintf("可能是 %s 日，也可能是 %s0 日", m[2], m[2])
		}
		return dayOf(strconv.Itoa(year), m[1], m[2])
	}
	if m := dayOnly().FindStringSubmatch(t); m != nil {
		if year == 0 || month == 0 {
			return "", "没有写年份和月份，表名、标题里也没有"
		}
		return dayOf(strconv.Itoa(year), strconv.Itoa(month), m[1])
	}
	return "", "不是日期"
}

func dayOf(year, month, day string) (ledger.Day, string) {
	y, errY := strconv.Atoi(year)
	m, errM := strconv.Atoi(month)
	d, errD := strconv.Atoi(day)
	if errY != nil || errM != nil || errD != nil {
		return "", "不是日期"
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m {
		return "", "没有这一天"
	}
	return ledger.Day(fmt.Sprintf("%04d-%02d-%02d", y, m, d)), ""
}

// western has digits and signs of full width, and Chinese numerals of years, months and days, as the
// digits that they are.
func western(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '－' || r == '—' || r == '–':
			return '-'
		}
		return r
	}, s)
	if !strings.ContainsAny(s, "〇一二三四五六七八九十") {
		return s
	}
	return chinese().ReplaceAllStringFunc(s, func(n string) string {
		const digits = "〇一二三四五六七八九"
		out, tens := "", strings.Contains(n, "十")
		for _, part := range strings.SplitAfter(n, "") {
			if i := strings.Index(digits, part); i >= 0 && part != "" {
				out += strconv.Itoa(i / len("一"))
			}
		}
		switch {
		case tens && strings.HasPrefix(n, "十") && strings.HasSuffix(n, "十"):
			return "10"
		case tens && strings.HasPrefix(n, "十"):
			return "1" + out
		case tens && strings.HasSuffix(n, "十"):
			return out + "0"
		}
		return out
	})
}

var chinese = source.Expression(`[〇一二三四五六七八九十]+`)

// yearIn is the year that a title, the name of a sheet or of a file speaks of, 0 for none or two.
func yearIn(text string) int {
	years := map[string]bool{}
	for _, m := range anyYear().FindAllStringSubmatch(western(text), -1) {
		years[m[1]] = true
	}
	if len(years) != 1 {
		return 0
	}
	for y := range years {
		n, err := strconv.Atoi(y)
		if err == nil {
			return n
		}
	}
	return 0
}

// monthIn is the month that the name of a sheet speaks of, 0 for none.
func monthIn(text string) int {
	m := anyMonth().FindStringSubmatch(western(text))
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n < 1 || n > 12 {
		return 0
	}
	return n
}
