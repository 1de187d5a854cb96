using Hub.Domain.Submissions;

namespace Hub.Domain.Routing;

/// <summary>The codes of the kinds in rules, files and verbs.</summary>
public static class KindCode
{
    private static readonly Dictionary<string, SubmissionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["pengaduan"] = SubmissionKind.Complaint,
        ["permohonan"] = SubmissionKind.Request,
        ["permintaan-informasi"] = SubmissionKind.InformationRequest,
        ["aspirasi"] = SubmissionKind.Aspiration,
        ["laporan"] = SubmissionKind.Report,
    };

    public static IReadOnlyCollection<string> All => Kinds.Keys;

    public static SubmissionKind? Read(string? code) => code is not null && Kinds.TryGetValue(code, out var kind) ? kind : null;

    public static string Of(SubmissionKind kind) => Kinds.First(k => k.Value == kind).Key;
}
