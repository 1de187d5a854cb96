using System.Globalization;
using System.Text;
using Hub.Domain;

namespace Hub.Mocks.Certify;

/// <summary>LAPOR's export, laid into the watched folder as a person would, in one hurry or another.</summary>
internal sealed class ExportStage(string data, string connector) : Stage
{
    private static readonly string[] Columns =
        ["Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan", "Tipe Laporan (Anonim/Rahasia)", "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Status Laporan"];

    private readonly List<string[]> waiting = [];
    private readonly List<string[]> nameless = [];
    private readonly Dictionary<string, byte[]> laid = new(StringComparer.Ordinal);
    private Fault fault;
    private int files;

    public override string Connector => connector;
    public override bool Polls => false;
    public override IEnumerable<(string Key, string Value)> Options => [];

    private string Drop => Path.Combine(data, "drop", connector);

    public override void Add(int number, DateTimeOffset changedAt) => waiting.Add(Row(number, changedAt, $"Jalan berlubang {Mark(number)}"));

    /// <summary>A date before all calendars.</summary>
    public override void AddPoison(int number, DateTimeOffset changedAt) => waiting.Add(Row(number, DateTimeOffset.UnixEpoch, $"Laporan lama {Mark(number)}"));

    public override void Show()
    {
        waiting.InsertRange(0, nameless);
        nameless.Clear();
        if (waiting.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(Drop);
        var name = $"ekspor-{++files:D5}";
        Write(Path.Combine(Drop, $"{name}.csv"));
        waiting.Clear();
        foreach (var file in Directory.GetFiles(Drop, $"{name}*"))
        {
            laid[file] = File.ReadAllBytes(file);
        }
    }

    public override void LayAgain()
    {
        Directory.CreateDirectory(Drop);
        foreach (var (path, bytes) in laid)
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    public override void Play(Scene scene)
    {
        fault = scene.Fault;
        if (fault == Fault.None)
        {
            Show();
        }
    }

    public override string? Residue() =>
        Directory.Exists(Drop) && Directory.GetFiles(Drop) is { Length: > 0 } left ? $"{left.Length} berkas masih di folder drop" : null;

    public override void Dispose()
    {
    }

    /// <summary>What happens to web servers happens to files in other clothes.</summary>
    private void Write(string path)
    {
        switch (fault)
        {
            case Fault.Twins or Fault.DropAfterAcceptance:
                // The same rows twice in one file, and the same file once more.
                File.WriteAllText(path, Text([.. waiting, .. waiting]));
                File.WriteAllText(path.Replace(".csv", "-lagi.csv", StringComparison.Ordinal), Text(waiting));
                break;
            case Fault.Reordered or Fault.PageDrift or Fault.RepeatedCursor:
                File.WriteAllText(path, Text([.. waiting.AsEnumerable().Reverse()]));
                break;
            case Fault.WrongCharset:
                File.WriteAllBytes(path, Encoding.Latin1.GetBytes(Text(waiting).Replace("Jalan", "Jalàn", StringComparison.Ordinal)));
                break;
            case Fault.HalfAnswer or Fault.Unavailable or Fault.TooManyRequests:
                // Saved half, noticed, saved again.
                var text = Text(waiting);
                File.WriteAllText(path.Replace(".csv", "-setengah.csv", StringComparison.Ordinal), text[..(text.LastIndexOf(';') - 3)]);
                File.WriteAllText(path, text);
                break;
            case Fault.Html:
                File.WriteAllText(path.Replace(".csv", ".xls", StringComparison.Ordinal), "<!DOCTYPE html><html><body><h1>Sistem sedang dalam pemeliharaan</h1></body></html>");
                File.WriteAllText(path, Text(waiting));
                break;
            case Fault.MalformedItem:
                // The first row has lost its number; the next export has it again.
                nameless.Add(waiting[0]);
                File.WriteAllText(path, Text([["", .. waiting[0][1..]], .. waiting[1..]]));
                break;
            default:
                File.WriteAllText(path, Text(waiting));
                break;
        }
    }

    private static string Text(IReadOnlyList<string[]> rows) => string.Join('\n', [
        "Pemerintah Provinsi Kalimantan Utara;;;;;;;;;", string.Join(';', Columns), .. rows.Select(r => string.Join(';', r)), ""]);

    private string[] Row(int number, DateTimeOffset at, string title)
    {
        var local = Wita.At(at);
        var late = fault == Fault.SkewedClock ? local.AddHours(2) : local;
        return
        [
            (8_000_000 + number).ToString(CultureInfo.InvariantCulture), late.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), late.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            "Anonim", "Pengaduan", "", title, $"{title}, mohon ditangani.", "-", "Belum Ditindaklanjuti",
        ];
    }
}
