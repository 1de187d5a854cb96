namespace Hub.Host.Verbs.Bench;

/// <summary>Sentences for made-up tickets: plain office Indonesian, no names.</summary>
internal static class SeedTexts
{
    private static readonly string[] Openings = ["Permohonan", "Pengaduan", "Permintaan informasi", "Usulan", "Tindak lanjut", "Keluhan", "Pertanyaan tentang", "Laporan"];

    private static readonly string[] Places =
    [
        "Tanjung Selor", "Tarakan", "Nunukan", "Malinau", "Tana Tidung", "Tanjung Palas", "Sebatik", "Krayan", "Sesayap", "Bunyu", "Sekatak", "Peso", "Lumbis", "Sebuku", "Mentarang",
    ];

    private static readonly string[] Sentences =
    [
        "Berkas sudah kami lampirkan sesuai persyaratan.", "Sampai hari ini belum ada kabar dari petugas.", "Mohon penjelasan tahapan selanjutnya.", "Kami siap melengkapi data bila masih kurang.",
        "Ruang rapat akan dipinjam untuk sosialisasi perangkat daerah.", "Jalan menuju desa rusak dan membahayakan pengendara.", "Akun penyedia tidak dapat masuk sejak pekan lalu.",
        "Proposal hibah telah diserahkan ke loket pada bulan lalu.", "Data realisasi kegiatan diperlukan untuk bahan laporan.", "Mohon jadwal kunjungan kerja dikonfirmasi.", "Petugas loket melayani dengan baik.",
        "Penerangan jalan padam di beberapa titik.", "Salinan peraturan gubernur dibutuhkan untuk rapat.", "Kami mengusulkan jam layanan diperpanjang.",
    ];

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
}
