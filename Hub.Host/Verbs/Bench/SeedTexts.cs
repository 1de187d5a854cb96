namespace Hub.Host.Verbs.Bench;

/// <summary>Sentences for made-up tickets: plain office Indonesian, no names.</summary>
internal static class SeedTexts
{
    private static readonly string[] Openings = ["Permohonan", "Pengaduan", "Permintaan informasi", "Usulan", "Tindak lanjut", "Keluhan", "Pertanyaan tentang", "Laporan"];

    private static readonly string[] Places =
    [
        "Tanjung Selor", "Tarakan", "Nunukan", "Malinau", "Tana Tidung", "Tanjung Palas", "Sebatik", "Krayan", "Sesayap", "Bunyu", "Sekatak", "Peso", "Lumbis", "Sebuku", "Mentarang",
    ];

    private static readonly string[] Sentences = ReadSentences();

    /// <summary>A word of few tickets: <see cref="Seldom"/> stands in one of so many.</summary>
    public const int SeldomEvery = 20_000;

    /// <summary>A sentence with a word that no other sentence has.</summary>
    public const string Seldom = "Kelompok budidaya kelulut memohon pendampingan.";

    /// <summary>A word that every third ticket has.</summary>
    public const string Often = "mohon";

    public static string Title(Random random, string service) => $"{Pick(random, Openings)} {service.ToLowerInvariant()} di {Pick(random, Places)}";

    public static string Body(Random random) => string.Join(' ', Pick(random, Sentences), Pick(random, Sentences), Pick(random, Sentences));

    public static string Area(Random random) => Pick(random, Places);

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string[] ReadSentences()
    {
        using var reader = new StreamReader(typeof(SeedTexts).Assembly.GetManifestResourceStream("seed-sentences.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
