/// The rules that all reading pages share.
enum ReadingStyles {
    /// The rules. The paper stays white in the dark, so that the contrast is the printed one; what is around it follows the reader's wish.
    static let base = """

        *,::before,::after{box-sizing:border-box}
        :root{color-scheme:light;--full:justify;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:#eef0ef;color:#000;orphans:2;widows:2}
        .sheet{background:#fff;margin:1.5rem auto;box-shadow:0 0 .5rem rgb(0 0 0/.2);overflow-wrap:break-word}
        p,h1,h2,h3,ul,ol,figure{margin:0}
        h1,h2,h3{break-after:avoid}
        ul,ol{padding:0;list-style:none;display:grid;grid-template-columns:auto minmax(0,1fr)}
        li{display:grid;grid-template-columns:subgrid;grid-column:1/-1}
        li>*{min-width:0}
        strong{font-weight:700}
        sup,sub{line-height:0}
        bdi{unicode-bidi:isolate}
        .whole{white-space:nowrap}
        hr{border:0;margin:0;color:inherit}
        table{border-collapse:collapse;width:100%}
        th,td{padding:0;text-align:start;font-weight:inherit}
        tr{break-inside:avoid}
        .scroll{overflow-x:auto}
        .scroll:focus-visible,a:focus-visible{outline:2px solid #0b57d0;outline-offset:2px}
        .line{display:flex;flex-wrap:wrap;align-items:baseline}
        .fill{flex:1}
        .dots{border-block-end:1px dotted currentColor}
        .rule{border-block-end:1px solid currentColor}
        .blank{display:inline-block;max-width:100%}
        .check{display:inline-block;position:relative;width:.8em;height:.8em;border:1px solid currentColor;vertical-align:-.05em}
        .on::after{content:"";position:absolute;left:.22em;top:-.08em;width:.28em;height:.62em;border:solid currentColor;\
        border-width:0 .12em .12em 0;transform:rotate(45deg)}
        .columns{display:flex}
        .columns>*{min-width:0}
        .middle{align-self:center}
        .bottom{align-self:flex-end}
        .page{break-after:page}
        .unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .room{display:flex;align-items:center;justify-content:center}
        .foot{width:75%;margin-inline:auto}
        .stamp{display:flex;align-items:center;justify-content:center;border-radius:50%;padding:8%;max-width:100%}
        .code{background:#fff;forced-color-adjust:none}
        svg,img{display:block;max-width:100%;height:auto}
        .notes{border-block-start:1px solid currentColor;margin-block-start:1rem;padding-block-start:.5rem}
        a{color:#0645ad}
        .tint{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        @media (prefers-color-scheme:dark){body{background:#1d2120}}
        @media screen and (max-width:40rem){
        :root{--full:start}
        .sheet .letterhead{min-height:0}
        body{background:#fff}
        .sheet{margin:0;padding:1rem;box-shadow:none}
        .columns{flex-direction:column}
        .sheet .columns>*{flex:none}
        .columns>*,.columns>.middle,.columns>.bottom{width:auto;align-self:stretch}
        table.plain,.plain>tbody,.plain>tbody>tr,.plain>tbody>tr>td{display:block;width:auto;height:auto}
        col{width:auto}
        }
        @media print{
        body{background:none}
        .sheet{margin:0;padding:0;box-shadow:none;width:auto;max-width:none}
        .unseen{display:none}
        .scroll{overflow:visible}
        a{color:inherit;text-decoration:none}
        }

        """
}
