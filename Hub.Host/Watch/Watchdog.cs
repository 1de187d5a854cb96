using System.Globalization;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Storage;

namespace Hub.Host.Watch;

/// <summary>Decides from the signs what is wrong. Pure; every finding about a source needs two signs that do not follow from each other (P9).</summary>
public static class Watchdog
{
    /// <summary>Below this chance a silence is no accident: with Poisson arrivals the chance of none is e to the minus usual count.</summary>
    private const double Improbable = 1e-5;

    /// <summary>A silence must be so much longer than the longest so far.</summary>
    private const double Unheard = 1.5;

    private const int FailuresInARow = 2;
    private const int SlotsMissed = 2;
    private static readonly TimeSpan UnsentTooLong = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan UnhandledTooLong = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StoppedTooLong = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LoopFailingTooLong = TimeSpan.FromMinutes(1);

    /// <summary>So long a clock that was set stays told; then it is past.</summary>
    private static readonly TimeSpan ClockToldFor = TimeSpan.FromHours(1);

    private static readonly int[] ExpiryDays = [14, 7, 1];

    public static IReadOnlyList<Finding> Look(Signs signs) =>
    [
        .. signs.Sources.Where(s => !s.Paused).SelectMany(s => Look(signs, s)),
        .. Unsent(signs),
        .. Unhandled(signs),
        .. Looping(signs),
        .. signs.Bouncing.Select(b => new Finding("bounce", b.Address, $"Surel ke {b.Address} kembali: {b.Reason}", "Perbaiki atau hapus alamat itu di Setelan, Kontak; selama itu pemberitahuannya pergi ke penerima lain.", b.Since)),
        .. signs.Refused.Select(r => new Finding("mail-refused", r.Ticket, $"Pemberitahuan tiket {r.Ticket} ditolak karena isinya: {r.Answer}", "Buka tiket itu, sampaikan dengan cara lain atau ubah kalimatnya, lalu kirim lagi dari Setelan, Kotak keluar.", r.Since)),
        .. signs.Damaged.Select(d => new Finding("attachments", d.Ticket, $"{d.Ticket}: {d.Cause}", "Buka kiriman mentah tiket itu dan proses ulang; bila terulang, periksa penyimpanan.", d.Since)),
    ];

    /// <summary>What is wrong with the process and the machine themselves.</summary>
    public static IReadOnlyList<Finding> LookAtHub(HubSigns hub, DateTimeOffset now) => [.. Broken(hub, now), .. Stopped(hub, now), .. ClockSet(hub, now), .. Full(hub, now)];

    /// <summary>Signs: several turns in a row broke off, over some time. A poll that fails is a trouble of its source and told as such.</summary>
    private static IEnumerable<Finding> Broken(HubSigns hub, DateTimeOffset now) => hub.Failing
        .Where(loop => loop.Failures >= FailuresInARow && now - loop.FailingSince >= LoopFailingTooLong)
        .Select(loop => new Finding("loop-failing", loop.Name, $"Pekerjaan {loop.Name} gagal {loop.Failures} kali berturut-turut: {StoreTrouble.Say(loop.Trouble!)}", "Hub terus mencoba sendiri; bila peringatan ini tetap ada, periksa basis data, cakram dan log hub.", loop.FailingSince!.Value));

    private static IEnumerable<Finding> Stopped(HubSigns hub, DateTimeOffset now)
    {
        if (hub.SendingStoppedSince is { } since && now - since >= StoppedTooLong)
        {
            yield return new Finding("sending-stopped", "hub", $"Tidak ada surel yang keluar sejak {Say(since)}: {hub.SendingCause}", "Periksa akun pengirim (kuota, kata sandi, reputasi) dengan perintah doctor; semua pemberitahuan menunggu dan keluar sendiri sesudahnya.", since);
        }
    }

    private static IEnumerable<Finding> ClockSet(HubSigns hub, DateTimeOffset now)
    {
        if (hub.ClockSetAt is { } at && (now - at).Duration() < ClockToldFor)
        {
            yield return new Finding("clock-set", "hub", $"Jam mesin melompat {hub.ClockSetBy.TotalMinutes.ToString("+0;-0", CultureInfo.InvariantCulture)} menit pada {Say(at)}.", "Periksa sinkronisasi waktu (NTP) mesin ini; jadwal dan antrean sudah disesuaikan.", at);
        }
    }

    private static IEnumerable<Finding> Full(HubSigns hub, DateTimeOffset now)
    {
        if (hub.FreeSpace < DiskSpace.Least)
        {
            yield return new Finding("disk-full", "hub", $"Ruang cakram data tinggal {hub.FreeSpace / (1024 * 1024)} MB.", "Kosongkan ruang pada cakram folder data; tanpa ruang tidak ada yang dapat disimpan.", now);
        }
    }

    private static IEnumerable<Finding> Look(Signs signs, SourceSigns source)
    {
        if (Expires(signs, source) is { } expires)
        {
            yield return expires;
        }

        if (Failing(signs, source) is { } failing)
        {
            yield return failing;
        }
        else if (Missing(signs, source) is { } missing)
        {
            yield return missing;
        }
        else if (Silent(signs, source) is { } silent)
        {
            yield return silent;
        }
    }

    /// <summary>Signs: several failures in a row, and no success for two intervals.</summary>
    private static Finding? Failing(Signs signs, SourceSigns source)
    {
        if (source.Failures < FailuresInARow || (source.Interval is { } interval && source.LastSuccessAt > signs.Now - (2 * interval)))
        {
            return null;
        }

        var since = source.FailingSince ?? signs.Now;
        return source.FailureKind == nameof(FailureKind.Credentials)
            ? new Finding("credentials", source.Name, $"Sumber {source.Name} menolak login: {source.Cause}", "Isi kata sandi, kunci atau token yang baru pada setelan sumber ini; hub terus mencoba.", since)
            : new Finding("source-failing", source.Name, $"Sumber {source.Name} gagal {source.Failures} kali berturut-turut: {source.Cause}", "Periksa apakah sistem sumber sedang terganggu; hub terus mencoba sendiri dari titik terakhir.", since);
    }

    /// <summary>Signs: planned runs without a row in the database, and the last run older than two intervals. The hub has been up long enough to have done them.</summary>
    private static Finding? Missing(Signs signs, SourceSigns source)
    {
        if (source.Interval is not { } interval || source.Missed < SlotsMissed || source.LastRunAt > signs.Now - (2 * interval) || signs.StartedAt > signs.Now - (2 * interval))
        {
            return null;
        }

        var last = source.LastRunAt is { } at ? $"terakhir {Say(at)}" : "belum pernah";
        return new Finding("runs-missing", source.Name, $"Pengambilan dari {source.Name} tidak berjalan ({last}); {source.Missed} jadwal terlewat.", "Hub menjalankan ulang sendiri; bila peringatan ini tetap ada, mulai ulang hub dan periksa lognya.", source.LastRunAt ?? signs.StartedAt);
    }

    /// <summary>Signs: so many items are usual in this time that none is improbable, and it was never nearly this quiet in eight weeks. Only for a source that answers.</summary>
    private static Finding? Silent(Signs signs, SourceSigns source)
    {
        if (source.LastItemAt is not { } last || Math.Exp(-source.UsualSince) >= Improbable || source.UsualSince <= Unheard * source.MostMissed)
        {
            return null;
        }

        var usual = source.UsualSince.ToString("0.#", CultureInfo.InvariantCulture).Replace('.', ',');
        return new Finding("silence", source.Name, $"Dari {source.Name} tidak ada kiriman sejak {Say(last)}; biasanya {usual} dalam waktu itu.", "Buka sistem sumber dan lihat apakah ada kiriman baru di sana; bila ada, periksa izin dan saringan sumber ini.", last);
    }

    private static Finding? Expires(Signs signs, SourceSigns source)
    {
        if (source.CredentialsExpireOn is not { } day || day.DayNumber - Wita.DateOf(signs.Now).DayNumber is var left && left > ExpiryDays[0])
        {
            return null;
        }

        // Each step is an alarm of its own: told at 14 days, at 7 and at 1.
        var code = left <= ExpiryDays[2] ? "credentials-expire-1" : left <= ExpiryDays[1] ? "credentials-expire-7" : "credentials-expire";
        var when = left switch { < 0 => "sudah kedaluwarsa", 0 => "kedaluwarsa hari ini", _ => $"kedaluwarsa dalam {left} hari" };
        return new Finding(code, source.Name, $"Kredensial sumber {source.Name} {when} ({day:yyyy-MM-dd}).", "Minta kredensial baru kepada pemilik sistem dan isikan pada setelan sumber ini.", signs.Now);
    }

    private static IEnumerable<Finding> Unsent(Signs signs)
    {
        // While nothing can leave, that is the trouble, told once.
        if (signs.Hub.SendingStoppedSince is null && signs.OldestUnsent is { } since && signs.Now - since > UnsentTooLong && signs.Now - signs.StartedAt > UnsentTooLong)
        {
            yield return new Finding("unsent", "hub", $"Pemberitahuan tertua menunggu dikirim sejak {Say(since)}{(signs.UnsentCause is null ? "" : $": {signs.UnsentCause}")}.", "Periksa server surel pada Hub:Mail dengan perintah doctor.", since);
        }
    }

    private static IEnumerable<Finding> Unhandled(Signs signs)
    {
        if (signs.OldestUnhandled is { } since && signs.Now - since > UnhandledTooLong && signs.Now - signs.StartedAt > UnhandledTooLong)
        {
            yield return new Finding("unhandled", "hub", $"Kiriman tertua belum diolah sejak {Say(since)}.", "Lihat log hub; mulai ulang hub bila pengolahan berhenti.", since);
        }
    }

    /// <summary>Two signs lie in the cap itself: so many mails in an hour, and one more that wanted to leave.</summary>
    private static IEnumerable<Finding> Looping(Signs signs)
    {
        if (signs.FirstCapped is { } since)
        {
            yield return new Finding("mail-loop", "hub", $"{signs.Capped} pemberitahuan ditahan sejak {Say(since)}: batas surat per jam tercapai, kemungkinan dua robot saling membalas.", "Buka pemberitahuan yang tertahan; keluarkan alamat robot dari kontak atau hubungi pemiliknya.", since);
        }
    }

    private static string Say(DateTimeOffset at) => Wita.At(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " WITA";
}
