using Hub.Host.Storage.Rows;

namespace Hub.Host.Web.Overview;

/// <summary>Where more is said of an alarm.</summary>
internal static class AlarmPlace
{
    public static string Of(Alarm alarm) => alarm.Code switch
    {
        "bounce" => "/settings/contacts",
        "restored" or "backup-old" => "/settings/backups",
        "attachments" or "mail-refused" => $"/tickets/{alarm.Subject}",
        "audit-broken" or "audit-unguarded" => "/settings/audit",
        "loop-failing" or "clock-set" or "disk-full" or "scanner-silent" => "/settings/setup",
        _ => alarm.Subject == "hub" ? "/settings/outbox" : $"/sources/{alarm.Subject}",
    };

    /// <summary>The sentence says itself what it is about; an alarm of the trail is about nothing else, and its subject only tells one from the next; that of the hub as a whole says nothing.</summary>
    public static bool IsNamed(Alarm alarm) => alarm.Code == "audit-unguarded" || alarm.Subject == "hub" || alarm.Cause.ToString().Contains(alarm.Subject, StringComparison.Ordinal);
}
