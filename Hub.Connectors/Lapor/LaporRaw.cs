using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hub.Domain;

namespace Hub.Connectors.Lapor;

/// <summary>The stored form of a report: the source's own text of its parts, put side by side.</summary>
internal static class LaporRaw
{
    /// <summary><c>{"complaint":{"data":…,"data_logs":…},"followups":[…]}</c></summary>
    public static byte[] Complete(JsonElement complaint, IReadOnlyList<JsonElement> followUps) =>
        Encoding.UTF8.GetBytes($$"""{"complaint":{{complaint.GetRawText()}},"followups":[{{string.Join(',', followUps.Select(f => f.GetRawText()))}}]}""");

    /// <summary><c>{"listed":…,"unreadable":"…"}</c>: something that must not be lost, though it cannot be read.</summary>
    public static byte[] Unreadable(JsonElement listed, Said reason) =>
        Encoding.UTF8.GetBytes($$"""{"listed":{{(listed.ValueKind == JsonValueKind.Undefined ? "null" : listed.GetRawText())}},"unreadable":{{JsonSerializer.Serialize(reason.Stored)}}}""");

    public static byte[] Bytes(JsonElement json) => JsonMarshal.GetRawUtf8Value(json).ToArray();
}
