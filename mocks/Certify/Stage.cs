using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Domain;
using Hub.Mocks.EBang;
using Hub.Mocks.Lapor;
using Hub.Mocks.Mail;
using Hub.Mocks.SiEvgan;
using Hub.Mocks.Sihab;

namespace Hub.Mocks.Certify;

/// <summary>One source on the stage: its fake, the settings that lead to it, and how new items come.</summary>
internal abstract class Stage
{
    public const string ApiKey = "kunci-sertifikat";

    /// <summary>The kind of connector, and the source's name.</summary>
    public abstract string Connector { get; }

    /// <summary>True when answers go back to the source.</summary>
    public virtual bool Replies => false;

    /// <summary>Options below <c>Hub:Sources:NAME:Options</c>.</summary>
    public abstract IEnumerable<(string Key, string Value)> Options { get; }

    /// <param name="number">Never the same twice.</param>
    /// <param name="changedAt">The time of change that it carries.</param>
    public abstract void Add(int number, DateTimeOffset changedAt);

    /// <summary>An item that no reader can read; by default none.</summary>
    public virtual void AddPoison(int number, DateTimeOffset changedAt)
    {
    }

    public virtual void Play(Scene scene)
    {
    }

    /// <summary>What the hub wrote here: one entry for each effect, named so that two of the same name are one too many.</summary>
    public virtual IEnumerable<string> Effects => [];

    protected static string Time(DateTimeOffset at) => Wita.At(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    protected static IEnumerable<(string Key, string Value)> Quick(Uri address) =>
    [
        ("Address", address.ToString()), ("SpacingMs", "0"), ("RetryDelayMs", "1"), ("Attempts", "2"), ("TimeoutSeconds", "10"), ("BreakAfter", "1000"), ("LongestWaitSeconds", "1"),
    ];
}

internal abstract class WebStage(IFake fake) : Stage, IDisposable
{
    public override void Play(Scene scene)
    {
        if (scene.Fault == Fault.None)
        {
            fake.Faults.Clear();
        }
        else
        {
            fake.Faults.Play(scene.Fault, scene.Answers ?? int.MaxValue);
        }
    }

    public void Dispose() => fake.Dispose();
}

internal sealed class SihabStage(SihabFake fake) : WebStage(fake)
{
    public override string Connector => "sihab";
    public override bool Replies => true;
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(fake.Address), ("ApiKey", ApiKey)];
    public override IEnumerable<string> Effects => fake.Effects.Select(e => e.IdempotencyKey!);

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(new JsonObject
    {
        ["id"] = 100_000 + number,
        ["nomor_registrasi"] = $"SIHAB/2026/{100_000 + number}",
        ["jenis"] = "hibah",
        ["judul"] = $"Hibah sarana kelompok {number}",
        ["pemohon"] = new JsonObject { ["nama"] = $"Kelompok {number}" },
        ["kabupaten"] = "Bulungan",
        ["status"] = "Diajukan",
        ["tanggal_masuk"] = Time(changedAt),
        ["updated_at"] = Time(changedAt),
    });

    public override void AddPoison(int number, DateTimeOffset changedAt) =>
        fake.Add(new JsonObject { ["id"] = 200_000 + number, ["judul"] = $"Tanpa nomor {number}", ["status"] = "Diajukan", ["updated_at"] = Time(changedAt) });
}

internal sealed class SiEvganStage(SiEvganFake fake) : WebStage(fake)
{
    public override string Connector => "si-evgan";
    public override bool Replies => true;
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(fake.Address), ("ApiKey", ApiKey)];
    public override IEnumerable<string> Effects => fake.Effects.Select(e => e.IdempotencyKey!);

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(new JsonObject
    {
        ["id"] = 100_000 + number,
        ["nomor_registrasi"] = $"EVG-2026-{100_000 + number}",
        ["modul"] = "evaluasi-kelembagaan",
        ["jenis_permohonan"] = "Evaluasi Kelembagaan",
        ["pemohon"] = $"Pemerintah Kabupaten Contoh {number}",
        ["perangkat_daerah"] = "Dinas Contoh",
        ["uraian"] = "Dimohon pengukuran ulang besaran organisasi.",
        ["status"] = "Menunggu Verifikasi",
        ["is_verified"] = 0,
        ["pengajuan_ke"] = 1,
        ["tanggal_masuk"] = Wita.At(changedAt).ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture),
        ["updated_at"] = Time(changedAt),
    });

    public override void AddPoison(int number, DateTimeOffset changedAt) =>
        fake.Add(new JsonObject { ["id"] = 200_000 + number, ["uraian"] = $"Tanpa nomor {number}", ["status"] = "Menunggu Verifikasi", ["updated_at"] = Time(changedAt) });
}

internal sealed class EBangStage(EBangFake fake) : WebStage(fake)
{
    public override string Connector => "e-bang";
    public override IEnumerable<(string Key, string Value)> Options => [.. Quick(fake.Address), ("ApiKey", ApiKey)];

    /// <summary>Reports come by the month; between them a budget is revised.</summary>
    public override void Add(int number, DateTimeOffset changedAt) => fake.Change(501 + (number % 40), new JsonObject { ["pagu"] = 1_000_000 + number });
}

internal sealed class LaporStage(LaporFake fake) : WebStage(fake)
{
    public override string Connector => "lapor";
    public override bool Replies => true;
    public override IEnumerable<(string Key, string Value)> Options =>
    [
        .. Quick(fake.Address), ("AccessKey", LaporFake.AccessKey), ("Token", LaporFake.Token),
        ("InstitutionId", LaporFake.InstitutionId.ToString(CultureInfo.InvariantCulture)), ("UserId", LaporFake.UserId.ToString(CultureInfo.InvariantCulture)),
    ];

    public override IEnumerable<string> Effects => fake.Effects.Where(e => e.Kind != "upload").Select(e => $"{e.Complaint}/{e.Text}");

    public override void Add(int number, DateTimeOffset changedAt) => fake.Add(9_900_000 + number, $"Jalan rusak di RT {number}", changedAt);
}

internal sealed class EmailStage(MailServer server) : Stage
{
    public const string Address = "kotak.kesra@setda.contoh";

    public override string Connector => "email";

    public override IEnumerable<(string Key, string Value)> Options =>
    [
        ("Host", "127.0.0.1"), ("Port", server.ImapPort.ToString(CultureInfo.InvariantCulture)), ("Security", "None"), ("User", Address), ("Password", server.Password), ("Address", Address),
    ];

    public override void Add(int number, DateTimeOffset changedAt) => server.Office.Deliver($"warga{number}@contoh.id", [Address], Encoding.UTF8.GetBytes($"""
        From: Warga {number} <warga{number}@contoh.id>
        To: {Address}
        Subject: Permohonan bantuan hibah rumah ibadah {number}
        Message-ID: <surat-{number}@contoh.id>
        Date: {Wita.At(changedAt).ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0800
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        Kami memohon bantuan hibah renovasi rumah ibadah nomor {number}.
        """.ReplaceLineEndings("\r\n")), changedAt);

    public override void Play(Scene scene)
    {
        server.Faults.CutLiterals = scene.Mail?.CutLiterals ?? 0;
        server.Faults.DeferRecipients = scene.Mail?.DeferRecipients ?? 0;
        server.Faults.CloseAfterData = scene.Mail?.CloseAfterData ?? 0;
    }
}
