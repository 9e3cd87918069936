// DiwanPDF
