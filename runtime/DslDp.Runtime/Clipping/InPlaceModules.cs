using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DslDp.Clipping;

/// <summary>Modules without parameters that were told to overwrite what enters them.</summary>
internal static class InPlaceModules
{
    /// <summary>
    /// Has them make a new tensor, as the proof takes it. They compute the same; what the layer before them has recorded stays as it is.
    /// </summary>
    public static void TurnOff(nn.Module model)
    {
        foreach (var module in model.modules().Where(Contains))
            module.GetType().GetProperty("inplace")!.SetValue(module, false);
    }

    public static bool Contains(nn.Module module) => module is
        CELU { inplace: true } or ELU { inplace: true } or GELU { inplace: true } or Hardsigmoid { inplace: true } or
        Hardswish { inplace: true } or Hardtanh { inplace: true } or LeakyReLU { inplace: true } or Mish { inplace: true } or
        ReLU { inplace: true } or ReLU6 { inplace: true } or RReLU { inplace: true } or SELU { inplace: true } or
        Sigmoid { inplace: true } or SiLU { inplace: true } or Softsign { inplace: true } or Tanh { inplace: true } or
        Tanhshrink { inplace: true } or Threshold { inplace: true } or AlphaDropout { inplace: true } or
        Dropout { inplace: true } or Dropout1d { inplace: true } or Dropout2d { inplace: true } or Dropout3d { inplace: true } or
        FeatureAlphaDropout { inplace: true };
}
