using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>What a program may ask of a tensor, or of TorchSharp, that no example's value decides.</summary>
internal static class FlagRows
{
    private const string OfTensors = "is_complex is_conj is_floating_point is_integral is_quantized";

    private const string OfTheProcess = """
        are_deterministic_algorithms_enabled can_cast compiled_with_cxx11_abi cuda_is_available device finfo get_default_device get_default_dtype
        get_deterministic_debug_mode get_float32_matmul_precision is_deterministic_algorithms_warn_only_enabled is_grad_enabled
        is_inference_mode_enabled is_warn_always_enabled mps_is_available promote_types
        """;

    public static void AddTo(OperatorTable table)
    {
        table.AddAll("torch.Tensor", OfTensors + " is_cpu is_cuda is_meta is_pinned is_neg has_names IsInvalid is_leaf name names", Flag);
        table.AddAll("torch.Tensor", "element_size ElementSize device_index", call => Number(Flag(call)));
        table.AddAll("torch", OfTensors + " result_type", Flag);
        table.AddAll("torch", OfTheProcess, Public);
        table.AddAll("torch.cuda", "is_available is_cudnn_available", Public);
        table.Add("torch.cuda.device_count", call => Number(Public(call)));
        table.AddAll("torch", "max_int_value get_num_threads get_num_interop_threads", call => Number(Public(call)));
        table.Add("torch.is_tensor", call => new ConstantValue(call.Take("obj") is TensorValue));
        table.Add("torch.is_storage", call => new ConstantValue(call.Take("obj") is not TensorValue and not ConstantValue ? throw Unseen(call) : false));
        table.Add("torch.numel", call => call.Subject().Shape is { } shape ? new IntegerValue(Axis.Product(shape.Factors)) : IntegerValue.Unknown);
        table.AddAll("torch.Tensor", "is_contiguous storage_offset stride", Memory);
    }

    private static AbstractValue Flag(Call call)
    {
        foreach (var position in Enumerable.Range(0, call.Arguments.Length).Where(position => call.Arguments[position].Value is TensorValue)) call.Operand(position);
        if (call.Receiver is not null) call.Subject();
        call.TakeSettings();
        return PublicValue.Instance;
    }

    private static AbstractValue Public(Call call)
    {
        call.TakeSettings();
        return PublicValue.Instance;
    }

    private static AbstractValue Number(AbstractValue _) => IntegerValue.Unknown;

    /// <summary>How a tensor lies in memory depends on how many examples there are: a transposed batch of one is contiguous, of two is not.</summary>
    private static AbstractValue Memory(Call call)
    {
        var subject = call.Subject();
        call.TakeSettings();
        if (subject.HoldsExamples) return BatchSizeDependentValue.Instance;
        return call.Member switch
        {
            "is_contiguous" => PublicValue.Instance,
            "stride" when !call.Has("dim") => new UnknownValue("the strides of a tensor"),
            _ => IntegerValue.Unknown,
        };
    }

    private static RefusedException Unseen(Call call) => call.Refuse(Reason.UnknownOperation, "is_storage of a value that the compiler cannot see", "leave it out");
}
