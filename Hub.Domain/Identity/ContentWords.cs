using System.Collections.Frozen;
using Hub.Domain.Routing;

namespace Hub.Domain.Identity;

/// <summary>What a text is about, without greetings, courtesy and the wrapping that channels and mail programs put around it.</summary>
internal static class ContentWords
{
    /// <summary>More words than these do not make a grievance clearer.</summary>
    private const int Max = 400;

    private static readonly FrozenSet<string> Wrapping = (
        "yang dan di ke dari untuk dengan pada ini itu ada adalah akan atau juga karena oleh sudah belum tidak bukan saya kami kita anda bapak ibu saudara mohon tolong minta harap agar supaya bisa dapat "
        + "terima kasih terimakasih salam hormat assalamualaikum wassalamualaikum warahmatullahi wabarakatuh wr wb selamat pagi siang sore malam yth kepada dear halo hai min admin sekali lagi saja sangat lebih "
        + "seperti dalam para telah masih hanya jika kalau maka sebagai serta tersebut tentang hal perihal subjek subject from to date sent re fwd fw forwarded message original diteruskan pesan terusan tanggal kirim dikirim "
        + "pengirim email surel via lewat melalui lapor laporan sp4n tracking id nomor no kanal sumber isi judul kategori whatsapp web aplikasi sms dikirimkan perangkat iphone android handphone ponsel demikian atas perhatian "
        + "perhatiannya sampaikan disampaikan sehubungan bersama berikut warga masyarakat mohonkan segera ditindaklanjuti tindak lanjut tindaklanjuti menindaklanjuti # satu dua nya lah pun kah kok sih dong ya iya kan").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> WrappingStems = Wrapping.Select(Stemmer.Stem).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How mail programs and channels begin the lines that they add.</summary>
    private static readonly string[] AddedLines =
    [
        "dari:", "kepada:", "tanggal:", "subjek:", "perihal:", "dikirim:", "from:", "to:", "cc:", "date:", "sent:", "subject:", "--", "==", "__", "pada tanggal ",
        "dikirim dari ", "sent from ", "sumber:", "kategori:", "[lapor", "tracking id", "begin forwarded", "get outlook",
    ];

    /// <summary>The text without quote marks and without the lines that mail programs and channels add.</summary>
    public static string WithoutAddedLines(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n').Select(line => line.TrimStart(' ', '\t', '>', '|', '*')).ToList();
        var kept = string.Join('\n', lines.Where(line => !Array.Exists(AddedLines, start => line.StartsWith(start, StringComparison.OrdinalIgnoreCase))));
        return string.IsNullOrWhiteSpace(kept) ? text : kept;
    }

    /// <summary>The stems that carry meaning, in order.</summary>
    public static List<string> Of(TextView text)
    {
        var kept = new List<string>();
        for (var i = 0; i < text.Words.Count && kept.Count < Max; i++)
        {
            if (text.Words[i].Length > 1 && !Wrapping.Contains(text.Words[i]) && !WrappingStems.Contains(text.Stems[i]))
            {
                kept.Add(text.Stems[i]);
            }
        }

        return kept;
    }
}
