package export

import "testing"

// TestFeeInCases: amounts in other units are converted, and that is said.
func TestFeeInCases(t *testing.T) {
	for name, a := range map[string]appearance{
		"03-fee-head-in-yuan/yuan.html":     {"2.fees.amount", "0.038", "380 元换算成 0.038 万元"},
		"03-fee-head-in-yuan/qianyuan.html": {"2.fees.amount", "1.25", "千元"},
	} {
		a.check(t, name, caseFile(t, name))
	}
}
