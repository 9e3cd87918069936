import DiwanDocument
import DiwanXML

extension ElementDefinition {
    private static let paragraphAttributes = StyleProperty.named + StyleProperty.text + StyleProperty.paragraph + StyleProperty.block

    static let p = ElementDefinition("p", .blocks, .content([.blocks]), paragraphAttributes, content: .of(.inlines), "A paragraph.") {
        paragraph($0, $1, $2, .body)
    }

    static let h1 = ElementDefinition(
        "h1", .blocks, .content([.blocks]), paragraphAttributes, content: .of(.inlines), "A heading of the first level."
    ) { paragraph($0, $1, $2, .heading(1)) }

    static let h2 = ElementDefinition(
        "h2", .blocks, .content([.blocks]), paragraphAttributes, content: .of(.inlines), "A heading of the second level."
    ) { paragraph($0, $1, $2, .heading(2)) }

    static let h3 = ElementDefinition(
        "h3", .blocks, .content([.blocks]), paragraphAttributes, content: .of(.inlines), "A heading of the third level."
    ) { paragraph($0, $1, $2, .heading(3)) }

    private static func paragraph(_ compiler: Compiler, _ element: XMLElement, _ scope: Scope, _ role: Paragraph.Role) -> Program {
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let content = compiler.contents(of: element, in: with(style, scope))
        return compiler.blocks(from: [content]) { target in
            let inlines = target.collectInlines(content)
            let paragraph = Paragraph(
                role: role, style: target.style(style.paragraph, of: inlines), textStyle: style.text, content: inlines)
            target.blocks.append(Block(origin: origin, style: style.block, content: .paragraph(paragraph)))
        }
    }

    static let keep = ElementDefinition(
        "keep", .blocks, .content([.blocks]), paragraphAttributes, content: .flow, "Blocks that stay on one page."
    ) { compiler, element, scope in
        var style = compiler.style(of: element, in: scope)
        style.block.keepsTogether = true
        let origin = compiler.origin(element)
        let content = compiler.contents(of: element, in: with(style, scope))
        let blockStyle = style.block
        return compiler.blocks(from: [content]) { target in
            let blocks = target.collectBlocks(content)
            if !blocks.isEmpty { target.blocks.append(Block(origin: origin, style: blockStyle, content: .group(blocks))) }
        }
    }

    static let box = ElementDefinition(
        "box", .blocks, .content([.blocks]), paragraphAttributes + StyleProperty.box, content: .flow, "Blocks in a frame."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let content = compiler.contents(of: element, in: with(style, scope))
        return compiler.blocks(from: [content]) { target in
            let box = Box(
                border: style.box.border, background: style.box.background, padding: style.box.padding,
                cornerRadius: style.box.cornerRadius,
                direction: style.paragraph.direction, blocks: target.collectBlocks(content))
            target.blocks.append(Block(origin: origin, style: style.block, content: .box(box)))
        }
    }

    /// A scope whose style is inherited from `style`.
    static func with(_ style: ComputedStyle, _ scope: Scope) -> Scope {
        var scope = scope
        scope.style = style.inherited
        return scope
    }

    static let columns = ElementDefinition(
        "columns", .blocks, .content([.blocks]),
        [AttributeDefinition("gap", .length, "the room between two columns; 5mm when none is named")] + paragraphAttributes,
        content: .of(.columns), "Blocks side by side, the first column at the start side."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let gap = element["gap"].flatMap { AttributeValue.length($0) } ?? .millimetres(5)
        let content = compiler.contents(of: element, in: with(style, scope))
        return compiler.blocks(from: [content]) { target in
            let columns = target.collectColumns(content)
            if columns.isEmpty { return }
            target.blocks.append(
                Block(
                    origin: origin, style: style.block,
                    content: .columns(Columns(direction: style.paragraph.direction, gap: gap, columns: columns))))
        }
    }

    static let column = ElementDefinition(
        "column", .blocks, .content([.columns]),
        [
            AttributeDefinition("width", .columnWidth, "the width; 1fr when none is named"),
            AttributeDefinition(
                "vertical-align", .keyword(["top", "middle", "bottom"]), "where the blocks stand in a column that is higher"),
        ] + StyleProperty.named + StyleProperty.text + StyleProperty.paragraph, content: .flow, "One of the columns side by side."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let alignment = element["vertical-align"] == nil ? .top : style.box.verticalAlignment
        let width = element["width"].flatMap { AttributeValue.columnWidths($0)?.first } ?? .proportional(1)
        let content = compiler.contents(of: element, in: with(style, scope))
        return compiler.parts(from: [content]) { target in
            target.columns.append(Columns.Column(width: width, blocks: target.collectBlocks(content), verticalAlignment: alignment))
        }
    }

    static let rule = ElementDefinition(
        "rule", .blocks, .content([.blocks]),
        StyleProperty.named + StyleProperty.line + StyleProperty.block, content: .empty,
        "A line across: 0.5pt solid black when no stroke is named."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let stroke = style.stroke ?? Stroke(width: .points(thousandths: 500))
        let block = Block(origin: compiler.origin(element), style: style.block, content: .rule(stroke))
        return .built([block])
    }

    static let space = ElementDefinition(
        "space", .blocks, .content([.blocks]), [AttributeDefinition("height", .length, "its height", required: true)], content: .empty,
        "Room that stays empty."
    ) { compiler, element, scope in
        guard let height = element["height"].flatMap({ AttributeValue.length($0) }) else { return .none }
        let block = Block(origin: compiler.origin(element), content: .space(height))
        return .built([block])
    }

    static let pageBreak = ElementDefinition("page-break", .blocks, .content([.blocks]), content: .empty, "The end of a page.") {
        compiler, element, _ in
        let block = Block(origin: compiler.origin(element), content: .pageBreak)
        return .built([block])
    }
}
