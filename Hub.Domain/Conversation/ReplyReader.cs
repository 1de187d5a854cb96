using System.Text.RegularExpressions;

namespace Hub.Domain.Conversation;

/// <summary>What a reporter's reply to a final answer means: only a new matter reopens a ticket, thanks never do (R21).</summary>
/// <remarks>Reads the words of courtesy, of confirmation and of a wish that remains; both together are a doubt, and a person decides.</remarks>
public static partial class ReplyReader
{
    /// <summary>A short answer without any wish is a courtesy ("baik, Pak").</summary>
    private const int LongestCourtesy = 8;

    public static ReplyMeaning Read(string text)
    {
        var said = Courtesies().Replace(text.ToLowerInvariant(), " ");
        var (thanks, confirms, wishes) = (Thanks().IsMatch(said), Confirms().IsMatch(said), Wishes().IsMatch(said));
        return (thanks || confirms, wishes) switch
        {
            (true, true) => ReplyMeaning.Doubt,
            (true, false) => confirms ? ReplyMeaning.Confirms : ReplyMeaning.Thanks,
            (false, true) => ReplyMeaning.News,
            (false, false) => Acknowledges().IsMatch(said) && Word().Count(said) <= LongestCourtesy ? ReplyMeaning.Thanks : ReplyMeaning.News,
        };
    }

    /// <summary>Politeness that looks like a wish and is none.</summary>
    [GeneratedRegex(@"mohon maaf[^.,?!\n]*(salah|kurang|merepotkan|mengganggu)[^.,?!\n]*|tidak ada (lagi )?(kendala|keluhan|masalah|pertanyaan)( lagi)?|sudah tidak ada (kendala|keluhan|masalah)|tanpa kendala|tidak masalah|mohon izin menutup|sekali lagi|semoga[^.?!\n]*|sehat selalu|salam[^.?!\n]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Courtesies();

    [GeneratedRegex(@"\b(terima ?kasih|terimakasi|tenkyu|makasih|makasi|trims|trimakasih|tks|thx|thanks|thank you|syukron|matur nuwun|hatur nuhun|alhamdulillah|jazakumullah)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"\b(sudah|telah|sdh|udah)\s+(\w+\s+){0,2}(terima|diterima|selesai|beres|teratasi|jelas|diperbaiki|baik|normal|menyala|lancar|sampai|cukup|cair|masuk|lengkap|dapat|aman|bersih|dijawab|terjawab|tuntas|berfungsi)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Confirms();

    [GeneratedRegex(@"\?|\b(belum|blm|tidak|tdk|tapi|tetapi|namun|masih|kenapa|mengapa|kapan|bagaimana|gimana|mohon|tolong|minta|lagi|kecewa|keluhan|keberatan|salah|rusak|keliru|justru|malah|berapa|apakah|apa|harap|kurang|ingin|perlu|bukan|kembali|sebaliknya|tambahan|sekalian|selain itu|satu hal|bisakah|dimana|di mana|siapa)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wishes();

    [GeneratedRegex(@"\b(baik|ok|oke|okay|siap|noted|mantap|bagus|diterima|paham|mengerti|setuju|hebat|luar biasa)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Acknowledges();

    [GeneratedRegex(@"\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}

/// <summary>What a reply wants.</summary>
public enum ReplyMeaning
{
    /// <summary>Something is still wanted: the matter goes on.</summary>
    News,

    /// <summary>Courtesy; nothing is wanted.</summary>
    Thanks,

    /// <summary>The reporter says that it is settled.</summary>
    Confirms,

    /// <summary>Courtesy and perhaps a wish: a person reads it.</summary>
    Doubt,
}
