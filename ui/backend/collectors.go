package backend

import "strings"

// Collectors are those whom an administrator lets accept units' reports and add them up. The
// zero value lets everybody.
type Collectors struct {
	Names []string
	Mine  bool // whoever is at the keyboard is one of them
}

// Check refuses what only collectors may do.
func (c Collectors) Check() error {
	if c.Mine || len(c.Names) == 0 {
		return nil
	}
	return Usage("请他们来做；要加人的，请管理员改配置里的 collectors", "接收、退回、不用报、催报、汇总、调整，管理员规定只有 %s 可以做", strings.Join(c.Names, "、"))
}
