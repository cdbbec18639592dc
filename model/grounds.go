package model

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// leastExplanation is how many characters an explanation has at least, punctuation
// aside.
const leastExplanation = 6

// hollow are the words of which explanations are made that only say that somebody has
// looked: whoever reads them knows no more than before.
var hollow = strings.Fields("核实 核对 核查 核准 复核 审核 检查 查证 查实 确认 证实 属实 无误 没错 无错 没有错 无错误 没有错误 没有问题 没问题 无问题 无异常 正常 准确 正确 真实 实际 如此 原文 不错 对的 " +
	"情况 数据 数字 内容 填报 一致 相符 吻合 任何 以上 上述 该项 此项 有关 相关 说明 事实 误差 问题 错误 " +
	"我们 我单位 我镇 我局 我县 本单位 本机关 单位 工作人员 认真 仔细 反复 再次 多次 逐项 全部 均 都 已 经 经过 确 确实 完全 就 也 的 了 过 后 并 且 与 和 为 是 系 再 又 核 查 对")

const sayWhy = "请写为什么没有错、依据什么，如「表是全县汇总数」"

// CheckExplanation returns why nobody would be wiser for an explanation, or nil. It
// is asked where one is written; those that stand in files and stores stay.
func CheckExplanation(text string) error {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
	n := utf8.RuneCountInString(bare)
	switch {
	case isHollow(bare):
		return errors.New("这样写没有说出原因：" + sayWhy)
	case strings.IndexFunc(bare, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0:
		return errors.New("请用中文说明：" + sayWhy)
	case n < leastExplanation:
		return fmt.Errorf("说明只有 %d 字，至少 %d 字：%s", n, leastExplanation, sayWhy)
	}
	return nil
}

// isHollow reports whether a text without punctuation is made of hollow words, one
// behind the other, or of two or three characters over and over.
func isHollow(bare string) bool {
	different := map[rune]bool{}
	for _, r := range bare {
		different[r] = true
	}
	if over := utf8.RuneCountInString(bare) >= leastExplanation; over && len(different) < 4 {
		return true
	}
	reached := map[int]bool{0: true} // the places that such words lead to
	for i := range bare {
		for _, w := range hollow {
			if reached[i] && strings.HasPrefix(bare[i:], w) {
				reached[i+len(w)] = true
			}
		}
	}
	return bare != "" && reached[len(bare)]
}
