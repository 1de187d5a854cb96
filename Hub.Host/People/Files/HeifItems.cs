namespace Hub.Host.People.Files;

/// <summary>
/// HEIC, HEIF and AVIF (ISO/IEC 14496-12 and 23008-12), emptied in place so that nothing moves: only bytes that a picture's item points to stay. EXIF, XMP, thumbnails, names of items,
/// descriptions and boxes of makers become zeros.
/// </summary>
internal static class HeifItems
{
    private static readonly HashSet<string> InMeta = new(StringComparer.Ordinal) { "hdlr", "pitm", "iloc", "iinf", "iref", "iprp", "idat", "grpl" };
    private static readonly HashSet<string> Pictures = new(StringComparer.Ordinal) { "hvc1", "av01", "grid", "iovl", "iden" };

    /// <summary>Items that say something of a picture and draw nothing.</summary>
    private static readonly HashSet<string> Descriptions = new(StringComparer.Ordinal) { "Exif", "mime", "uri " };

    private static readonly HashSet<string> Properties = new(StringComparer.Ordinal)
    {
        "ispe", "hvcC", "av1C", "pixi", "colr", "pasp", "irot", "imir", "clap", "auxC", "clli", "mdcv", "lsel", "a1op", "a1lx",
    };

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        var file = image.ToArray();
        var top = HeifBox.In(file, 0, file.Length);
        if (top.Exists(b => b.Type is "moov" or "moof") || top.FindAll(b => b.Type == "meta") is not [var meta])
        {
            throw new FileHeld(HeldFile.Kind);
        }

        var parts = HeifBox.In(file, meta.From + HeifBox.Full, meta.To);
        var kept = CleanItems(file, parts);
        foreach (var box in top.Where(b => b.Type is not ("ftyp" or "meta" or "mdat")))
        {
            box.Free(file);
        }

        foreach (var data in top.Where(b => b.Type == "mdat").Concat(parts.Where(b => b.Type == "idat")))
        {
            Blank(file, data, kept);
        }

        CleanMeta(file, parts);
        clean.Write(file);
        return true;
    }

    /// <returns>Where the bytes of pictures lie, in order.</returns>
    private static List<(long From, long To)> CleanItems(byte[] file, List<HeifBox> parts)
    {
        var thumbnails = Thumbnails(file, parts.FindAll(b => b.Type == "iref"));
        var pictures = new HashSet<uint>();
        foreach (var item in HeifItem.In(file, Only(parts, "iinf")))
        {
            file.AsSpan((int)item.NameFrom, (int)(item.To - item.NameFrom)).Clear();
            if (!Pictures.Contains(item.Type) && !Descriptions.Contains(item.Type))
            {
                // A picture may be made of it.
                throw new FileHeld(HeldFile.Kind);
            }

            if (Pictures.Contains(item.Type) && !thumbnails.Contains(item.Id))
            {
                pictures.Add(item.Id);
            }
        }

        var primary = Only(parts, "pitm");
        if (!pictures.Contains(HeifBox.IsLong(file, primary) ? HeifBox.Long(file, primary.From + HeifBox.Full) : HeifBox.Short(file, primary.From + HeifBox.Full)))
        {
            throw new FileHeld(HeldFile.Kind);
        }

        return [.. HeifPlaces.Of(file, Only(parts, "iloc"), parts.Find(b => b.Type == "idat"), pictures).Order()];
    }

    private static HeifBox Only(List<HeifBox> parts, string type) => parts.FindAll(b => b.Type == type) is [var only] ? only : throw new FileHeld(HeldFile.Damaged);

    private static HashSet<uint> Thumbnails(byte[] file, List<HeifBox> references)
    {
        var thumbnails = new HashSet<uint>();
        foreach (var reference in references)
        {
            foreach (var of in HeifBox.In(file, reference.From + HeifBox.Full, reference.To).Where(b => b.Type == "thmb"))
            {
                thumbnails.Add(HeifBox.IsLong(file, reference) ? HeifBox.Long(file, of.From) : HeifBox.Short(file, of.From));
            }
        }

        return thumbnails;
    }

    private static void Blank(byte[] file, HeifBox data, List<(long From, long To)> kept)
    {
        var at = data.From;
        foreach (var (from, to) in kept.Where(k => k.To > data.From && k.From < data.To))
        {
            if (from > at)
            {
                file.AsSpan((int)at, (int)(from - at)).Clear();
            }

            at = Math.Max(at, to);
        }

        if (at < data.To)
        {
            file.AsSpan((int)at, (int)(data.To - at)).Clear();
        }
    }

    private static void CleanMeta(byte[] file, List<HeifBox> parts)
    {
        foreach (var part in parts)
        {
            if (!InMeta.Contains(part.Type))
            {
                part.Free(file);
            }
            else if (part.Type == "hdlr" && part.To - part.From > 24)
            {
                file.AsSpan((int)part.From + 24, (int)(part.To - part.From) - 24).Clear();
            }
            else if (part.Type == "iprp")
            {
                CleanProperties(file, part);
            }
        }
    }

    private static void Measure(byte[] file, List<HeifBox> properties)
    {
        foreach (var size in properties.Where(p => p.Type == "ispe"))
        {
            Pixels.Check(HeifBox.Long(file, size.From + HeifBox.Full), HeifBox.Long(file, size.From + HeifBox.Full + 4));
        }
    }

    /// <summary>Others count on the place of each property.</summary>
    private static void CleanProperties(byte[] file, HeifBox properties)
    {
        foreach (var part in HeifBox.In(file, properties.From, properties.To).Where(b => b.Type != "ipma"))
        {
            if (part.Type == "ipco")
            {
                Measure(file, HeifBox.In(file, part.From, part.To));
            }

            foreach (var property in part.Type == "ipco" ? HeifBox.In(file, part.From, part.To).FindAll(p => !Properties.Contains(p.Type)) : [part])
            {
                property.Free(file);
            }
        }
    }
}
