package ledger

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// notices are the days that are no working days, or are some though they fall on a weekend, by the
// General Office of the State Council's notices on holidays: 国办发明电〔2023〕7号,
// 国办发明电〔2024〕12号, 国办发明电〔2025〕7号.
var notices = []struct {
	year       int
	rest, work string // MM-DD, or a span of them
}{
	{2024, "01-01 02-10~02-17 04-04~04-06 05-01~05-05 06-08~06-10 09-15~09-17 10-01~10-07",
		"02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"},
	{2025, "01-01 01-28~02-04 04-04~04-06 05-01~05-05 05-31~06-02 10-01~10-08",
		"01-26 02-08 04-27 09-28 10-11"},
	{2026, "01-01~01-03 02-15~02-23 04-04~04-06 05-01~05-05 06-19~06-21 09-25~09-27 10-01~10-07",
		"01-04 02-14 02-28 05-09 09-20 10-10"},
}

// Calendar knows working days. The zero value, and nil, know weekends and the notices.
type Calendar struct {
	working map[Day]bool // by the administrator, before the notices
	known   map[int]bool // years of which the administrator has given days
}

var noticed = sync.OnceValue(func() *Calendar {
	c := &Calendar{working: map[Day]bool{}, known: map[int]bool{}}
	for _, n := range notices {
		c.known[n.year] = true
		for _, list := range []struct {
			days    string
			working bool
		}{{n.rest, false}, {n.work, true}} {
			for span := range strings.FieldsSeq(list.days) {
				from, to, _ := strings.Cut(span, "~")
				if to == "" {
					to = from
				}
				last := Day(fmt.Sprintf("%d-%s", n.year, to))
				for d := Day(fmt.Sprintf("%d-%s", n.year, from)); d <= last; d = d.After(1) {
					c.working[d] = list.working
				}
			}
		}
	}
	return c
})

// ParseCalendar reads what an administrator adds to the notices, a line a day: 2027-02-11,rest or
// 2027-02-14,work. The error says which line is wrong.
func ParseCalendar(text string) (*Calendar, error) {
	c := &Calendar{working: map[Day]bool{}, known: map[int]bool{}}
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.TrimSpace(line)
		head := i == 0 && strings.HasPrefix(line, "date")
		if line == "" || head || strings.HasPrefix(line, "#") {
			continue
		}
		date, kind, _ := strings.Cut(line, ",")
		day, err := ParseDay(strings.TrimSpace(date))
		working, ok := map[string]bool{"work": true, "班": true, "上班": true, "rest": false, "休": false, "放假": false}[strings.TrimSpace(kind)]
		if err == nil && !ok {
			err = errors.New("日期后面写 work（上班）或 rest（放假）")
		}
		if err != nil {
			return nil, fmt.Errorf("第 %d 行「%s」：%w", i+1, line, err)
		}
		c.working[day], c.known[day.Year()] = working, true
	}
	return c, nil
}

// Known reports whether more than the weekends of a year is known.
func (c *Calendar) Known(year int) bool {
	return c != nil && c.known[year] || noticed().known[year]
}

// Working reports whether a day is a working day.
func (c *Calendar) Working(d Day) bool {
	if c != nil {
		if w, said := c.working[d]; said {
			return w
		}
	}
	if w, said := noticed().working[d]; said {
		return w
	}
	weekday := d.time().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

// Add is the day n working days after one; that one doesn't count.
func (c *Calendar) Add(d Day, n int) Day {
	for n > 0 {
		if d = d.After(1); c.Working(d) {
			n--
		}
	}
	return d
}

// Between counts the working days after one day up to another, less than 0 where that was before.
func (c *Calendar) Between(from, to Day) (n int) {
	if to < from {
		return -c.Between(to, from)
	}
	for d := from.After(1); d <= to; d = d.After(1) {
		if c.Working(d) {
			n++
		}
	}
	return n
}

func (d Day) time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// After is the day n days later.
func (d Day) After(n int) Day { return Day(d.time().AddDate(0, 0, n).Format(time.DateOnly)) }
