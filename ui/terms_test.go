package ui

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// terms are the words that people read for one thing, with those that are not used for it.
// But are longer words that have one of these and mean something else.
var terms = []struct {
	use string
	not []string
	but []string
}{
	{"没有填的格", []string{"空格一次填", "到下一个空格", "没有空格了", "个空格已填"}, nil},
	{"空格键（按键）", []string{"按空格，", "按空格选"}, nil},
	{"读入", []string{"导入", "读进"}, nil},
	{"存入（最后确认）", []string{"收下"}, nil},
	{"找回", []string{"收回", "放回报告"}, nil},
	{"没有保存", []string{"没有存进", "没有用上", "没用上"}, nil},
	{"定稿后锁定", []string{"锁住"}, nil},
	{"更正、解除锁定", []string{"重新打开（更正）", "重新打开已定稿"}, nil},
	{"说明（原因）", []string{"写明原因", "写清原因", "写明说明"}, nil},
	{"停用规则", []string{"不用这条", "不用规则 "}, nil},
	{"正式文件", []string{"成品文件"}, nil},
	{"年表式", []string{" 版表式"}, nil},
	{"每日备份", []string{"自动备份"}, nil},
	{"界面", []string{"画面"}, nil},
	{"其他人", []string{"别人"}, nil},
	{"输入", []string{"敲"}, nil},
	{"无法读取", []string{"读不出来"}, nil},
	{"无法识别", []string{"认不出", "不认识"}, nil},
	{"修改记录", []string{"记入日志"}, nil},
	{"报送", []string{"上报"}, []string{"以上报告", "马上报"}},
}

// TestTerms: one thing has one name on every screen, in every message and in the commands.
func TestTerms(t *testing.T) {
	seen := 0
	eachNode(t, []string{".", "../model", "../persist", "../export"}, func(at token.Position, n ast.Node) {
		x, ok := n.(*ast.BasicLit)
		if !ok || x.Kind != token.STRING || !hasHan(x.Value) {
			return
		}
		seen++
		for _, term := range terms {
			bare := x.Value
			for _, longer := range term.but {
				bare = strings.ReplaceAll(bare, longer, "")
			}
			for _, no := range term.not {
				word := bare == `"`+no+`"` // that texts are searched for
				if strings.Contains(bare, no) && !word {
					t.Errorf("%v: 「%s」 for 「%s」: %s", at, no, term.use, x.Value)
				}
			}
		}
	})
	if seen < 800 {
		t.Errorf("only %d sentences were looked at", seen)
	}
}
