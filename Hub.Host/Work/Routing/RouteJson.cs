using System.Text.Json;

namespace Hub.Host.Work.Routing;

/// <summary>JSON as the lines of the verb are written.</summary>
internal static class RouteJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
