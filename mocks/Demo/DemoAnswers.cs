using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;

namespace Hub.Mocks.Demo;

/// <summary>A few canned answers, so that whoever tries the demo sees what they are; once there are any, they are the tester's.</summary>
internal static class DemoAnswers
{
    private static IEnumerable<CannedAnswer> All =>
    [
        new() { Bureau = "kesra", Name = "Berkas lengkap", Text = "Berkas untuk {perihal} (nomor {nomor}) sudah lengkap kami terima. Hasilnya kami sampaikan paling lambat {tenggat}." },
        new() { Bureau = "kesra", Name = "Jam layanan", Text = "Loket {biro} buka Senin sampai Jumat pukul 08.00–15.30 WITA." },
        new() { Bureau = "umum", Name = "Ruang sudah terpakai", Text = "Terima kasih atas permohonan nomor {nomor}. Ruang yang diminta sudah terpakai pada hari itu; mohon beri tahu kami hari lain." },
        new() { Bureau = "hukum", Name = "Salinan menyusul", Text = "Permohonan nomor {nomor} kami terima pada {tanggal}. Salinannya kami kirim paling lambat {tenggat}." },
    ];

    /// <exception cref="DemoRefusal">One could not be kept.</exception>
    public static async Task EnsureAsync(WebApplication app, string actor, CancellationToken token)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var answers = scope.ServiceProvider.GetRequiredService<CannedAnswers>();
        if ((await answers.AllAsync(null, token)).Count > 0)
        {
            return;
        }

        foreach (var answer in All)
        {
            if (await answers.SaveAsync(answer, actor, token) is { } fault)
            {
                throw new DemoRefusal("UserRefused", fault);
            }
        }
    }
}
