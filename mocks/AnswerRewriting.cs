using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Mocks;

/// <summary>Changes the JSON list of an answer on its way out, whatever the system. What is no list stays as it is.</summary>
internal static class AnswerRewriting
{
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss";
    private static readonly TimeSpan Skew = TimeSpan.FromHours(2);

    public static byte[] Twins(byte[] body) => OnList(body, list =>
    {
        if (list.Count > 0)
        {
            list.Add(list[0]!.DeepClone());
        }
    });

    public static byte[] Reversed(byte[] body) => OnList(body, list =>
    {
        var turned = list.Reverse().Select(i => i?.DeepClone()).ToArray();
        list.Clear();
        Array.ForEach(turned, list.Add);
    });

    public static byte[] Skewed(byte[] body) => OnList(body, list =>
    {
        foreach (var item in list.OfType<JsonObject>())
        {
            if (DateTime.TryParseExact((string?)item["updated_at"], TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                item["updated_at"] = (at + Skew).ToString(TimeForm, CultureInfo.InvariantCulture);
            }
        }
    });

    public static byte[] Latin1(byte[] body) => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(body).Replace("kan", "kañ", StringComparison.Ordinal));

    private static byte[] OnList(byte[] body, Action<JsonArray> change)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return body;
        }

        var holder = root is JsonObject top && top["results"] is JsonObject results ? results : root as JsonObject;
        if (holder?["data"] is not JsonArray list)
        {
            return body;
        }

        change(list);
        return Encoding.UTF8.GetBytes(root!.ToJsonString());
    }
}
