using System.Text.Json.Nodes;

namespace Hub.Mocks.Bench;

internal static class JsonMerging
{
    /// <summary>The same object with these fields in place of its own.</summary>
    public static JsonObject With(this JsonObject data, JsonObject set)
    {
        foreach (var (field, value) in set)
        {
            data[field] = value?.DeepClone();
        }

        return data;
    }
}
