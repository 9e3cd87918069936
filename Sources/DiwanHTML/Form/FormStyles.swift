/// The rules of form pages.
enum FormStyles {
    /// The rules, with text in `font`. Light and dark colours keep a contrast of at least 4.5 to 1; controls are at least 44 pixels high.
    static func rules(font: String) -> String {
        """

        *,::before,::after{box-sizing:border-box}
        :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f1d;--quiet:#4c5450;--line:#6b756f;--accent:#1f5c45;--fault:#a3141b;--wash:#f3f6f4;\
        -webkit-text-size-adjust:100%;text-size-adjust:100%}
        @media (prefers-color-scheme:dark){:root{--paper:#161a18;--ink:#eef2f0;--quiet:#b9c2bd;--line:#8d9791;--accent:#8fd0b3;\
        --fault:#ff9a9a;--wash:#1f2522}}
        body{margin:0 auto;padding:1rem;max-width:46rem;background:var(--paper);color:var(--ink);font-family:\(font);font-size:1.125rem;\
        line-height:1.7;overflow-wrap:break-word}
        h1{font-size:1.6rem;line-height:1.5;margin:.5rem 0;color:var(--accent)}
        h2{font-size:1.2rem;margin:0}
        p{margin:.25rem 0}
        header p{color:var(--quiet)}
        fieldset{border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1rem .75rem;margin:1rem 0;min-width:0}
        legend{font-weight:700;padding:0 .4rem;color:var(--accent);max-width:100%}
        .choice{border:0;padding:0;margin:.9rem 0}
        .choice>legend{padding:0;color:inherit}
        .field{margin:.9rem 0}
        .field>label{display:block;font-weight:700}
        .hint{color:var(--quiet);font-size:1rem}
        .star,.fault{color:var(--fault);font-weight:700}
        .options{display:flex;flex-wrap:wrap;gap:0 1.25rem}
        .options label{display:flex;align-items:center;gap:.5rem;min-height:2.75rem;max-width:100%}
        input,select,textarea,button{font:inherit;color:inherit}
        input:not([type=radio],[type=checkbox]),select,textarea{display:block;width:100%;min-height:2.75rem;padding:.25rem .6rem;\
        background:var(--paper);border:1px solid var(--line);border-radius:.3rem}
        input{text-align:right}
        input[type=radio],input[type=checkbox]{width:1.4rem;height:1.4rem;flex:none;margin:0;accent-color:var(--accent)}
        textarea{min-height:7rem}
        [aria-invalid=true]{border:2px solid var(--fault)!important}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        button{min-height:3rem;padding:.25rem 2rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--paper);font-weight:700;\
        cursor:pointer}
        summary{min-height:2.75rem;padding:.5rem 0;cursor:pointer;color:var(--accent);font-weight:700}
        .summary{border:2px solid var(--fault);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0}
        .summary a{color:var(--fault)}
        .summary ul{margin:.25rem 0;padding-inline-start:1.25rem}
        @page{size:A4;margin:18mm}
        @media print{:root{--paper:#fff;--ink:#000;--quiet:#333;--line:#555;--accent:#000;--fault:#000;--wash:#fff}body{padding:0;max-width:none;\
        font-size:11pt}button,summary{display:none}.field,.choice{break-inside:avoid;margin:2mm 0}}

        """
    }
}
