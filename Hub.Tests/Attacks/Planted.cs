using Hub.Host.Figures;
using Hub.Tests.Support;

namespace Hub.Tests.Attacks;

/// <summary>One item whose every field holds a mark of its own.</summary>
internal sealed record Planted(string Entrance, string Flag, bool IsSecret)
{
    public static readonly Planted[] All =
    [
        new("lapor", "anonim", IsSecret: false), new("lapor", "rahasia", IsSecret: true),
        new("email", "anonim", IsSecret: false), new("email", "rahasia", IsSecret: true),
        new("sihab", "anonim", IsSecret: false), new("sihab", "rahasia", IsSecret: true),
    ];

    private string Tail { get; } = $"{Entrance}{Flag}";

    public string Id => $"{91000 + Array.IndexOf(All, this)}";
    public string Name => $"Zubaidah Quraisyin{Tail}";
    public string Email => $"zq.{Tail}@warga.contoh";
    public string Phone => $"08135557{Id[^4..]}";
    public string NationalId => $"650301450785{Id[^4..]}";
    public string Title => $"judultanam{Tail}";
    public string Body => $"isitanam{Tail}";
    public string Original => $"asaltanam{Tail}";
    public string Note => $"catatantanam{Tail}";

    /// <summary>The body for which it was sent, at the entrance that has a field for one.</summary>
    public string Organisation => $"Yayasan Lembagatanam{Tail} Mandiri";

    public string[] Who => [$"Quraisyin{Tail}", Email, Phone, NationalId, .. Entrance == "sihab" ? [$"Lembagatanam{Tail}"] : Array.Empty<string>()];
    public string[] Words => [Title, Body, Original, Note];

    private string Signed => $"Hormat saya, {Name}, NIK {NationalId}, {Phone}, {Email}";

    public string ToLapor() => $$"""
        {"complaint": {"data": {"id": {{Id}}, "title": "Laporan {{Title}} dari {{Name}}", "content": "Loket meminta uang, {{Body}}. {{Signed}}", "content_original": "{{Original}} loket. {{Signed}}",
         "status_name": "Terverifikasi", "classification_name": "pengaduan", "category_name": "Pelayanan", "location_name": "Tanjung Selor", "created_at": "2026-11-19 08:15:00",
         "is_anonymous": {{(IsSecret ? "false" : "true")}}, "is_secret": {{(IsSecret ? "true" : "false")}},
         "reporter": {"name": "{{Name}}", "email": "{{Email}}", "phone": "{{Phone}}", "nik": "{{NationalId}}", "address": "Jl. Penanda {{Id}}"} }, "data_logs": [] }, "followups": []}
        """;

    public string ToMail() =>
        $"From: {Name} <{Email}>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan {Title} dari {Name}\r\nMessage-ID: <{Id}@kirim.contoh>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nLoket meminta uang, {Body} {Original}.\r\n{Signed}\r\n--batas\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"KTP_{Name.Replace(' ', '_')}.bin\"\r\n\r\n{Signed}\r\n{File("docx", Document())}{File("pdf", Sheet())}--batas--\r\n";

    private string File(string ending, byte[] content) =>
        $"--batas\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"Surat_{Name.Replace(' ', '_')}.{ending}\"\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n";

    private byte[] Document() => MadeFiles.Zip(
    [
        ("[Content_Types].xml", MadeFiles.Bytes("<Types xmlns=\"http://x\"/>")),
        ("word/document.xml", MadeFiles.Bytes($"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Loket meminta uang di luar biaya resmi.</w:t></w:r></w:p><w:p><w:r><w:t>{Signed}</w:t></w:r></w:p></w:body></w:document>")),
    ]);

    private byte[] Sheet()
    {
        using var sheet = new PdfSheet();
        sheet.Text("Loket meminta uang di luar biaya resmi.");
        sheet.Text(Signed);
        return sheet.Build();
    }

    public string ToPush() => $$"""
        {"id": {{Id}}, "nomor_registrasi": "SIHAB/2026/{{Id}}", "jenis": "hibah", "judul": "Bantuan {{Title}} {{Body}} {{Original}} dari {{Name}}", "pemohon": {"nama": "{{Organisation}}", "penanggung_jawab": "{{Name}}", "telp": "{{Phone}}", "email": "{{Email}}"},
         "kabupaten": "Bulungan", "status": "Diajukan", "keterangan": "Kami dari {{Organisation}}.", "catatan_lain": "{{Signed}}, {{Organisation}}", "tanggal_masuk": "2026-11-19 09:00:00", "updated_at": "2026-11-19 09:00:00"}
        """;
}
